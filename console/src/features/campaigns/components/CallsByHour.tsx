import { useTranslation } from "react-i18next"
import { Bar, BarChart, CartesianGrid, XAxis, YAxis } from "recharts"

import { Card, CardContent } from "@/components/ui/card"
import {
  ChartContainer,
  ChartLegend,
  ChartLegendContent,
  ChartTooltip,
  ChartTooltipContent,
} from "@/components/ui/chart"
import { number } from "@/lib/format/format"

import { type Analytics, hoursOf } from "../api/campaign"

/** When a campaign was called, by the hour of the campaign's day: a picture, and the same as a table for those who hear it. */
export function CallsByHour({ figures }: { figures: Analytics }) {
  const { t } = useTranslation()
  const hours = hoursOf(figures)
  const tick = { fill: "var(--muted-foreground)" }
  const config = {
    answered: { label: t("calls.outcomes.answered"), color: "var(--chart-1)" },
    others: { label: t("campaign.others"), color: "var(--chart-5)" },
    live: { label: t("campaign.underWay"), color: "var(--chart-3)" },
  }
  return (
    <Card>
      <CardContent className="grid gap-4 text-sm">
        <div>
          <h2 className="text-base font-semibold">{t("campaign.byHour")}</h2>
          <p className="text-muted-foreground">{t("campaign.clockOf", { zone: figures.timezone })}</p>
        </div>
        {hours.length === 0 ? (
          <p className="text-muted-foreground">{t("campaign.nonePlaced")}</p>
        ) : (
          <>
            <div aria-hidden>
              <ChartContainer config={config} className="aspect-auto h-56 w-full">
                <BarChart data={hours} accessibilityLayer={false}>
                  <CartesianGrid vertical={false} />
                  <XAxis dataKey="hour" tick={tick} tickLine={false} axisLine={false} tickMargin={8} />
                  <YAxis
                    tick={tick}
                    allowDecimals={false}
                    tickLine={false}
                    axisLine={false}
                    width={36}
                    tickFormatter={number}
                  />
                  <ChartTooltip content={<ChartTooltipContent />} />
                  <ChartLegend content={<ChartLegendContent />} />
                  {Object.keys(config).map((name) => (
                    <Bar
                      key={name}
                      dataKey={name}
                      stackId="placed"
                      fill={`var(--color-${name})`}
                      maxBarSize={48}
                      isAnimationActive={false}
                    />
                  ))}
                </BarChart>
              </ChartContainer>
            </div>
            <div className="sr-only">
              <table>
                <caption>{t("campaign.byHour")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("campaign.hour")}</th>
                    <th scope="col">{config.answered.label}</th>
                    <th scope="col">{config.others.label}</th>
                    <th scope="col">{config.live.label}</th>
                  </tr>
                </thead>
                <tbody>
                  {hours.map(({ hour, answered, others, live }) => (
                    <tr key={hour}>
                      <th scope="row">{hour}</th>
                      <td>{number(answered)}</td>
                      <td>{number(others)}</td>
                      <td>{number(live)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </CardContent>
    </Card>
  )
}
