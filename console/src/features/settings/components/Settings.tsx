import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useTranslation } from "react-i18next"

import { Failed, Loading } from "@/components/states/states"
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs"
import { meQuery } from "@/lib/session/session"

import { Account } from "./Account"
import { Keys } from "./Keys"
import { Sessions } from "./Sessions"
import { SystemLimit } from "./SystemLimit"
import { Users } from "./Users"

const OWN = ["account", "sessions", "keys"] as const
const OF_ADMINS = ["users", "limits"] as const

/** One's own account, sessions and keys; for administrators also users and limits. */
export function Settings() {
  const { t } = useTranslation()
  const { data: me, error, refetch } = useQuery(meQuery)
  const [tab, setTab] = useState<string>("account")
  if (!me) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />
  const tabs = me.role === "admin" ? [...OWN, ...OF_ADMINS] : OWN
  return (
    <div className="grid gap-6">
      <h1 className="text-2xl font-semibold">{t("settings.title")}</h1>
      <Tabs value={tab} onValueChange={setTab} className="min-w-0 gap-6">
        <div className="overflow-x-auto">
          <TabsList>
            {tabs.map((name) => (
              <TabsTrigger key={name} value={name}>
                {t(`settings.tabs.${name}`)}
              </TabsTrigger>
            ))}
          </TabsList>
        </div>
        <TabsContent value="account">
          <Account me={me} />
        </TabsContent>
        <TabsContent value="sessions">
          <Sessions />
        </TabsContent>
        <TabsContent value="keys">
          <Keys />
        </TabsContent>
        {me.role === "admin" && (
          <>
            <TabsContent value="users">
              <Users />
            </TabsContent>
            <TabsContent value="limits">
              <SystemLimit />
            </TabsContent>
          </>
        )}
      </Tabs>
    </div>
  )
}
