import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { MoreHorizontal } from "lucide-react"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { UsedIn } from "@/components/campaigns/used-in"
import { Confirm } from "@/components/forms/confirm"
import { Button } from "@/components/ui/button"
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table"

import { type Agent, connectAgent, removeAgent, usedInQuery } from "../api/agents"
import { AgentForm } from "./AgentForm"
import { TestCall } from "./TestCall"
import { Warnings } from "./Warnings"

const ACTIONS = ["test", "connect", "edit", "remove"] as const
type Action = (typeof ACTIONS)[number]
const SHOWN_CAMPAIGNS = 3

export function AgentRows({ agents }: { agents: readonly Agent[] }) {
  const { t } = useTranslation()
  const [chosen, choose] = useState<{ agent: Agent; action: Action }>()
  const { connect, remove } = useAgentActions()
  const close = () => choose(undefined)
  const act = (agent: Agent, action: Action) => (action === "connect" ? connect(agent) : choose({ agent, action }))
  return (
    <>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead>{t("agents.name")}</TableHead>
            <TableHead className="max-md:hidden">{t("agents.bolnaId")}</TableHead>
            <TableHead className="max-lg:hidden">{t("agents.numbers")}</TableHead>
            <TableHead>{t("usedIn.title")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("agents.actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {agents.map((agent) => (
            <TableRow key={agent.id}>
              <TableCell className="font-medium break-words whitespace-normal">{agent.name}</TableCell>
              <TableCell className="text-muted-foreground max-w-60 truncate max-md:hidden">
                {agent.bolna_agent_id}
              </TableCell>
              <TableCell className="text-muted-foreground max-lg:hidden">
                {agent.from_phone_numbers.join(", ") || t("agents.anyNumber")}
              </TableCell>
              <TableCell className="whitespace-normal">
                <Uses agent={agent} />
              </TableCell>
              <TableCell className="text-right">
                <Actions agent={agent} onAct={(action) => act(agent, action)} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {chosen?.action === "edit" && <AgentForm agent={chosen.agent} onClose={close} />}
      {chosen?.action === "test" && <TestCall agent={chosen.agent} onClose={close} />}
      {chosen?.action === "remove" && (
        <Confirm
          title={t("agents.removeAsk", { name: chosen.agent.name })}
          hint={t("agents.removeHint")}
          action={t("agents.remove")}
          onConfirm={() => remove(chosen.agent)}
          onClose={close}
        />
      )}
    </>
  )
}

function useAgentActions() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const onError = (error: Error) => toast.error(error.message || t("states.failedHint"))
  const connecting = useMutation({
    mutationFn: (agent: Agent) => connectAgent(agent.id),
    onSuccess: ({ name, warnings }) => {
      if (warnings.length === 0) toast.success(t("agents.connected", { name }))
      else
        toast.warning(t("agents.connectedBut", { name }), {
          description: <Warnings warnings={warnings} />,
          duration: Infinity,
        })
    },
    onError,
  })
  const removing = useMutation({
    mutationFn: (agent: Agent) => removeAgent(agent.id),
    onSuccess: (_, { name }) => toast.success(t("agents.removed", { name })),
    onError,
    onSettled: () => queries.invalidateQueries({ queryKey: ["agents"] }),
  })
  return { connect: connecting.mutate, remove: removing.mutate }
}

function Actions({ agent, onAct }: { agent: Agent; onAct: (action: Action) => void }) {
  const { t } = useTranslation()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="icon" variant="ghost" aria-label={t("agents.actionsOf", { name: agent.name })}>
          <MoreHorizontal aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {ACTIONS.map((action) => (
          <DropdownMenuItem
            key={action}
            variant={action === "remove" ? "destructive" : "default"}
            onSelect={() => onAct(action)}
          >
            {t(`agents.${action}`)}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function Uses({ agent }: { agent: Agent }) {
  const { data } = useQuery(usedInQuery)
  if (!data) return null
  const campaigns = data.filter(({ agent_id }) => agent_id === agent.id)
  return <UsedIn campaigns={campaigns.slice(0, SHOWN_CAMPAIGNS)} count={campaigns.length} />
}
