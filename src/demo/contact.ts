import { perform } from '#kernel/action'
import {
  accept,
  askBack,
  askExtension,
  caseAbout,
  decideExtension,
  decideReturn,
  draftReply,
  keepPromise,
  lookBack,
  returnAssignment,
  reviewReply,
  sendReply,
} from '#parts/cases'
import { forward, sendLetter } from '../modules/contact/actions/deputy.ts'
import { answerBack, judge, judgeKept, raise } from '../modules/contact/actions/resident.ts'
import { done } from './councils.ts'
import { tellRatings } from './ratings.ts'
import type { Stage } from './tell.ts'

/** Two contact letters of the demonstration: one finished with a kept promise, one half way. */
export function tellContact(stage: Stage): void {
  const lamp = writing(stage, '赵阿姨', '王秀英')
  const { line } = stage
  line.on(75, 20, () => lamp.raise(lampWords))
  line.on(75, 200, () =>
    lamp.letter(2, {
      subject: '关于修复临江路 3 号楼东门路灯的联系函',
      body: '请到现场查看，尽早恢复照明，并说明修复的日期。',
    }),
  )
  line.on(74, 30, () => lamp.giveBack('薛立', '路灯的维护不属于我局职责。', 0))
  line.on(73, 40, () => lamp.moveTo(0))
  line.on(72, 10, () => lamp.take('丁强'))
  line.on(60, 50, () => lamp.moreTime('丁强', 10, '同型号灯具要从外地调货。'))
  line.on(59, 30, () => lamp.approve())
  const dueOn = line.dayOf(30).toISOString().slice(0, 10)
  const [, month = '', day = ''] = dueOn.split('-')
  const promised = `${Number(month)}月${Number(day)}日前更换3号楼东门路灯1盏。`
  line.on(50, 60, async () => {
    const body = `经现场查看，灯具进水损坏，需要整套更换。${promised}`
    await lamp.reply(
      '丁强',
      { body, class: 'b', result: 'promised' },
      { quote: promised, what: '更换3号楼东门路灯1盏', dueOn },
    )
  })
  line.on(50, 240, () => lamp.handOn('住建局去看过了，灯要整套换。到那天我也去看一看。'))
  line.on(48, 30, () => lamp.verdict('not-solved', '还要等二十天，这段时间晚上还是黑的，老人不敢走。'))
  line.on(46, 90, () =>
    lamp.reply('丁强', { body: '昨晚已经接好临时照明，路灯按承诺的日子更换。', class: 'b', result: 'promised' }),
  )
  line.on(45, 15, () => lamp.verdict('accepted', '临时灯亮了，谢谢。'))
  line.on(30, 120, () => lamp.look('王秀英', '傍晚到现场，新路灯已经亮了。'))
  line.on(29, 30, () => lamp.confirm())
  tellRatings(stage, lamp)

  const drain = writing(stage, '望山里住户', '宋刚')
  line.on(13, 30, () => drain.raise(drainWords))
  line.on(12, 60, () =>
    drain.letter(0, {
      subject: '关于疏通望山里小区排水沟的联系函',
      body: '请查清排水沟由谁养护，雨天以前完成疏通。',
    }),
  )
  line.on(11, 20, () => drain.take('丁强'))
  line.on(9, 45, () => drain.ask('丁强', '积水的是南门还是北门？大概多深？'))
  line.on(7, 30, () => drain.answer('南门，下大雨时没过脚踝。'))
}

const lampWords = {
  body: '3号楼东门的路灯坏了快一个月，晚上一片漆黑。上周有位老人在台阶上摔了一跤。希望快点修好。',
  spot: '临江路 3 号楼东门',
}

const drainWords = {
  body: '望山里小区南门一下雨就积水，孩子上学要蹚水过去。听说是排水沟堵了，一直没人管。',
  spot: '望山里小区南门',
}

interface Promised {
  readonly quote: string
  readonly what: string
  readonly dueOn: string
}

/** What one resident, one deputy and the departments do with one matter, in the words of the story. */
function writing({ app, city, company }: Stage, resident: string, deputy: string) {
  let receipt = ''
  const asker = () => company.actor(resident)
  const keeper = () => company.actor(deputy)
  const department = (index: number) => city.departments[index]?.id ?? ''
  const matter = async () => {
    const row = await app.database.db
      .selectFrom('opinions.opinion')
      .select('subject_id')
      .where('council_id', '=', city.councilId)
      .where('receipt', '=', receipt)
      .executeTakeFirstOrThrow()
    const work = await caseAbout(app.database.db, city.councilId, { type: 'contact', id: row.subject_id })
    if (!work) throw new Error('a matter of the demonstration has no case')
    return { id: row.subject_id, work, caseId: work.id, assignmentId: work.lead?.id ?? '' }
  }
  const ofCase = async () => ({ caseId: (await matter()).caseId })
  const ofAssignment = async () => {
    const { caseId, assignmentId } = await matter()
    return { caseId, assignmentId }
  }
  return {
    receipt: () => receipt,
    matter,
    async raise({ body, spot }: { readonly body: string; readonly spot: string }) {
      const input = {
        clientKey: crypto.randomUUID(),
        body,
        spot,
        deputyId: company.person(deputy).personId,
        public: true,
        consent: true as const,
      }
      receipt = done(await perform(app, raise, asker(), input)).receipt
    },
    async letter(to: number, letter: { readonly subject: string; readonly body: string }) {
      const input = { matterId: (await matter()).id, organisationId: department(to), ...letter }
      done(await perform(app, sendLetter, keeper(), input))
    },
    async giveBack(official: string, reason: string, owner: number) {
      const input = { ...(await ofAssignment()), reason, proposedOwner: department(owner) }
      done(await perform(app, returnAssignment, company.actor(official), input))
    },
    async moveTo(to: number) {
      done(await perform(app, decideReturn, keeper(), { ...(await ofAssignment()), organisationId: department(to) }))
    },
    async take(official: string) {
      done(await perform(app, accept, company.actor(official), await ofAssignment()))
    },
    async ask(official: string, words: string) {
      done(await perform(app, askBack, company.actor(official), { ...(await ofCase()), words }))
    },
    async answer(words: string) {
      done(await perform(app, answerBack, asker(), { receipt, words }))
    },
    async moreTime(official: string, days: number, reason: string) {
      done(await perform(app, askExtension, company.actor(official), { ...(await ofCase()), days, reason }))
    },
    async approve() {
      const { caseId, work } = await matter()
      const input = { caseId, extensionId: work.extension?.id ?? '', approve: true }
      done(await perform(app, decideExtension, keeper(), input))
    },
    async reply(
      official: string,
      written: { readonly body: string; readonly class: string; readonly result: 'promised' | 'solved' },
      promise?: Promised,
    ) {
      const of = await ofCase()
      const actor = company.actor(official)
      done(await perform(app, draftReply, actor, { ...of, ...written }))
      if (promise) done(await perform(app, keepPromise, actor, { ...of, ...promise }))
      done(await perform(app, reviewReply, actor, of))
      done(await perform(app, sendReply, actor, of))
    },
    async handOn(words: string) {
      done(await perform(app, forward, keeper(), { matterId: (await matter()).id, words }))
    },
    async verdict(verdict: 'accepted' | 'not-solved', words: string) {
      done(await perform(app, judge, asker(), { receipt, verdict, words }))
    },
    async look(by: string, words: string) {
      const { caseId, work } = await matter()
      const input = { caseId, promiseId: work.promises[0]?.id ?? '', result: 'kept' as const, words }
      done(await perform(app, lookBack, company.actor(by), input))
    },
    async confirm() {
      const { work } = await matter()
      const input = { receipt, promiseId: work.promises[0]?.id ?? '', verdict: 'confirmed' as const }
      done(await perform(app, judgeKept, asker(), input))
    },
  }
}
