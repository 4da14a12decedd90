import { createRootRoute, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router"

import { Failed, Loading } from "@/components/states/states"
import { Problem } from "@/lib/api/problem"
import { isCallStatus, isOutcome } from "@/lib/calls/vocabulary"
import { meQuery } from "@/lib/session/session"

import { queries } from "./queries"
import { pageCode } from "./page-code"
import { PageFailed } from "./page-failed"
import { Shell } from "./shell"

const root = createRootRoute({
  component: Outlet,
  errorComponent: ({ error, reset }) => (
    <main className="p-6">
      <Failed error={error} again={reset} />
    </main>
  ),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { back?: string } => (typeof search.back === "string" ? { back: search.back } : {}),
  component: pageCode(() => import("@/features/session/components/sign-in"), "SignIn"),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: Shell,
  pendingComponent: Loading,
  beforeLoad: async ({ location }) => {
    try {
      await queries.query({ ...meQuery, staleTime: "static" })
    } catch (error) {
      if (error instanceof Problem && error.signedOut)
        throw redirect({ to: "/sign-in", search: { back: location.href } })
      throw error
    }
  },
})

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: pageCode(() => import("./dashboard-page"), "DashboardPage"),
})

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns",
  validateSearch: (search): { status?: string; search?: string; sort?: string } => ({
    ...(typeof search.sort === "string" && search.sort ? { sort: search.sort } : {}),
    ...(typeof search.status === "string" && search.status ? { status: search.status } : {}),
    ...(typeof search.search === "string" && search.search ? { search: search.search } : {}),
  }),
  component: pageCode(() => import("./campaigns-page"), "CampaignsPage"),
})

const campaign = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$id",
  validateSearch: (search): { status?: string; outcome?: string; call?: string } => ({
    ...(isCallStatus(search.status) ? { status: search.status } : {}),
    ...(isOutcome(search.outcome) ? { outcome: search.outcome } : {}),
    ...(typeof search.call === "string" && search.call ? { call: search.call } : {}),
  }),
  component: pageCode(() => import("./campaign-page"), "CampaignPage"),
})

const contacts = createRoute({
  getParentRoute: () => shell,
  path: "/contacts",
  validateSearch: (search): { search?: string; tag?: string } => ({
    ...(typeof search.search === "string" && search.search ? { search: search.search } : {}),
    ...(typeof search.tag === "string" && search.tag ? { tag: search.tag } : {}),
  }),
  component: pageCode(() => import("./contacts-page"), "ContactsPage"),
})

const live = createRoute({
  getParentRoute: () => shell,
  path: "/live",
  component: pageCode(() => import("@/features/live/components/Live"), "Live"),
})

const agents = createRoute({
  getParentRoute: () => shell,
  path: "/agents",
  component: pageCode(() => import("@/features/agents/components/Agents"), "Agents"),
})

const doNotCall = createRoute({
  getParentRoute: () => shell,
  path: "/do-not-call",
  component: pageCode(() => import("@/features/do-not-call/components/DoNotCall"), "DoNotCall"),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  component: pageCode(() => import("@/features/settings/components/Settings"), "Settings"),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    shell.addChildren([dashboard, campaigns, campaign, contacts, live, agents, doNotCall, settings]),
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: PageFailed,
})

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router
  }
}
