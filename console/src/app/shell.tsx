import { useQuery } from "@tanstack/react-query"
import { Link, Outlet } from "@tanstack/react-router"
import { Activity, Bot, LayoutDashboard, LogOut, Menu, Phone, PhoneOff, Settings, Users, X } from "lucide-react"
import { useEffect, useState } from "react"
import { useTranslation } from "react-i18next"

import { LanguageChoice, ThemeChoice } from "@/components/preferences/preferences"
import { FeedNotice } from "@/components/states/feed-notice"
import { Button } from "@/components/ui/button"
import { cn } from "@/lib/class-names"
import { feed } from "@/lib/feed/feed"
import { meQuery, signOut } from "@/lib/session/session"

const PAGES = [
  { to: "/", name: "today", icon: LayoutDashboard },
  { to: "/campaigns", name: "campaigns", icon: Phone },
  { to: "/contacts", name: "contacts", icon: Users },
  { to: "/live", name: "live", icon: Activity },
  { to: "/agents", name: "agents", icon: Bot },
  { to: "/do-not-call", name: "doNotCall", icon: PhoneOff },
  { to: "/settings", name: "settings", icon: Settings },
] as const

/** What every page stands in: navigation, who is signed in, and the word that the live feed is lost. */
export function Shell() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  useEffect(() => feed.open(), [])
  return (
    <div className="flex min-h-screen flex-col md:flex-row">
      <a
        href="#content"
        className="focus:bg-card sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:p-2"
      >
        {t("shell.skip")}
      </a>
      <header className="bg-card border-b md:w-60 md:shrink-0 md:border-r md:border-b-0">
        <div className="flex flex-col gap-4 p-4 md:sticky md:top-0 md:h-screen md:overflow-y-auto">
          <div className="flex items-center justify-between gap-2">
            <p className="text-lg font-semibold">{t("product")}</p>
            <Button
              size="icon"
              variant="ghost"
              className="md:hidden"
              aria-label={t("shell.menu")}
              aria-expanded={open}
              aria-controls="menu"
              onClick={() => setOpen(!open)}
            >
              {open ? <X aria-hidden /> : <Menu aria-hidden />}
            </Button>
          </div>
          <div id="menu" className={cn("flex flex-1 flex-col gap-4", !open && "max-md:hidden")}>
            <nav aria-label={t("shell.navigation")} className="grid content-start gap-1 md:flex-1">
              {PAGES.map(({ to, name, icon: Icon }) => (
                <Link
                  key={to}
                  to={to}
                  search={{}}
                  onClick={() => setOpen(false)}
                  className="hover:bg-accent flex shrink-0 items-center gap-2 rounded-md px-3 py-2 text-sm font-medium"
                  activeOptions={{ exact: to === "/" }}
                  activeProps={{ className: "bg-accent", "aria-current": "page" }}
                >
                  <Icon aria-hidden className="size-4" />
                  {t(`shell.${name}`)}
                </Link>
              ))}
            </nav>
            <Viewer />
          </div>
        </div>
      </header>
      <div className="flex min-w-0 flex-1 flex-col">
        <FeedNotice />
        <main id="content" className="mx-auto w-full max-w-7xl p-4 min-[1920px]:max-w-[110rem] md:p-8">
          <Outlet />
        </main>
      </div>
    </div>
  )
}

function Viewer() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm md:flex-col md:items-stretch">
      {me && (
        <div>
          <p className="truncate font-medium">{me.name}</p>
          <p className="text-muted-foreground truncate">{me.email}</p>
          <p className="text-muted-foreground">
            {t("shell.slots", { active: me.slots.user_active, limit: me.slots.user_limit })}
          </p>
        </div>
      )}
      <div className="flex flex-wrap gap-3 md:grid md:*:w-full">
        <LanguageChoice />
        <ThemeChoice />
      </div>
      <Button variant="outline" onClick={() => void signOut().finally(() => location.assign("/sign-in"))}>
        <LogOut aria-hidden />
        {t("shell.signOut")}
      </Button>
    </div>
  )
}
