import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { toast } from "sonner"

import { Field } from "@/components/forms/field"
import { FormDialog } from "@/components/forms/form-dialog"
import { numberOrNull, text, textOrNull } from "@/components/forms/given"
import { Input } from "@/components/ui/input"
import { NativeSelect, NativeSelectOption } from "@/components/ui/native-select"

import { changeUser, registerUser, type User } from "../api/settings"
import { Secret } from "./Secret"

interface UserFormProps {
  /** Who is changed; absent: somebody new. */
  user?: User
  onClose: () => void
}

function read(given: FormData) {
  return {
    name: text(given, "name"),
    email: text(given, "email"),
    role: text(given, "role") === "admin" ? ("admin" as const) : ("member" as const),
    concurrent_calls_limit: numberOrNull(given, "concurrent_calls_limit"),
    timezone: textOrNull(given, "timezone"),
    password: textOrNull(given, "password"),
  }
}

/** Registers a user, whose first key is shown once, or changes one. */
export function UserForm({ user, onClose }: UserFormProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: async (given: FormData): Promise<string | undefined> => {
      if (!user) return (await registerUser(read(given))).api_key ?? undefined
      await changeUser(user.id, { ...read(given), suspended: given.get("suspended") !== null })
      return undefined
    },
    onSuccess: (key) => {
      toast.success(t("settings.userSaved"))
      if (key === undefined) onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["users"] }),
  })
  if (data !== undefined) {
    return (
      <Secret
        title={t("settings.userRegistered")}
        hint={t("settings.shownOnce")}
        label={t("settings.key")}
        secret={data}
        onClose={onClose}
      />
    )
  }
  return (
    <FormDialog
      title={user ? t("settings.changeOf", { name: user.name }) : t("settings.newUser")}
      submit={t("forms.save")}
      pending={isPending}
      error={error}
      onSubmit={mutate}
      onClose={onClose}
    >
      <Fields error={error} {...(user ? { user } : {})} />
    </FormDialog>
  )
}

function Fields({ user, error }: { user?: User; error: unknown }) {
  const { t } = useTranslation()
  return (
    <>
      <Field label={t("settings.name")} error={error} pointer="/name">
        {(worn) => <Input {...worn} name="name" required defaultValue={user?.name} />}
      </Field>
      <Field label={t("settings.email")} error={error} pointer="/email">
        {(worn) => <Input {...worn} name="email" type="email" required defaultValue={user?.email} />}
      </Field>
      <Field label={t("settings.role")} error={error} pointer="/role">
        {(worn) => (
          <NativeSelect {...worn} name="role" defaultValue={user?.role ?? "member"}>
            <NativeSelectOption value="member">{t("settings.roles.member")}</NativeSelectOption>
            <NativeSelectOption value="admin">{t("settings.roles.admin")}</NativeSelectOption>
          </NativeSelect>
        )}
      </Field>
      <Field label={t("settings.lines")} hint={t("settings.linesHint")} error={error} pointer="/concurrent_calls_limit">
        {(worn) => (
          <Input
            {...worn}
            name="concurrent_calls_limit"
            type="number"
            min={0}
            defaultValue={user?.concurrent_calls_limit}
          />
        )}
      </Field>
      <Field label={t("settings.zone")} hint={t("settings.zoneHint")} error={error} pointer="/timezone">
        {(worn) => <Input {...worn} name="timezone" defaultValue={user?.timezone} />}
      </Field>
      <Field
        label={t("settings.password")}
        hint={user ? t("settings.passwordKept") : t("settings.passwordHint")}
        error={error}
        pointer="/password"
      >
        {(worn) => <Input {...worn} name="password" type="password" autoComplete="new-password" />}
      </Field>
      {user && (
        <label className="flex items-center gap-2 text-sm">
          <input type="checkbox" name="suspended" defaultChecked={user.suspended} className="accent-primary size-4" />
          {t("settings.suspendHint")}
        </label>
      )}
    </>
  )
}
