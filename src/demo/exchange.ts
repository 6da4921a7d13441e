import { perform } from '#kernel/action'
import { hotlineActions } from '../modules/contact/exchange/hotline.ts'
import { addConnection, makeKey } from '../modules/contact/exchange/keys.ts'
import { done } from './councils.ts'
import type { Stage } from './tell.ts'

/** The hotline's sheet of a week: three matters, one of which a resident has written to a deputy about already. */
export function tellExchange({ app, company, line }: Stage): void {
  const clerk = () => company.actor('周明')
  line.on(9, 30, async () => {
    const label = '示例街拍小程序'
    done(await perform(app, makeKey, clerk(), { label, perHour: 60, shown: true }))
    done(await perform(app, addConnection, clerk(), { kind: 'petition', name: '示例信访办' }))
    const mapping = { code: '流水号', body: '市民反映' }
    const hotline = { kind: 'hotline', name: '示例热线', mapping } as const
    const { connectionId } = done(await perform(app, addConnection, clerk(), hotline))
    const day = line.dayOf(10).toISOString().slice(0, 10)
    const rows = [
      '流水号,市民反映,地点,受理时间,姓名,联系电话',
      `SL0001,望山里小区南门一下雨就积水，孩子上学要蹚水，排水沟一直堵着没人管。,望山里小区南门,${day} 08:12,,`,
      `SL0002,青石街菜市场门口的垃圾桶满了两天没有人清，味道很大。,青石街菜市场,${day} 10:40,,`,
      `SL0003,云水公园东边步道有几块砖松了，晚上散步容易绊倒。,云水公园东侧,${day} 19:05,,`,
    ]
    const bytes = new TextEncoder().encode(rows.join('\n'))
    const sheet = { kind: 'hotline', fileName: `示例热线 · ${day}.csv`, about: connectionId, bytes }
    const { previewId } = done(await perform(app, hotlineActions.previewImport, clerk(), sheet))
    done(await perform(app, hotlineActions.confirmImport, clerk(), { previewId }))
  })
}
