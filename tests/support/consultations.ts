import type { z } from 'zod'
import { type Actor, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { nextNumber } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { addText, addVersion, parseLegalText, publishVersion, type Version } from '#parts/laws'
import { type GivenOpinion, giveOpinion, type NewOpinion } from '#parts/opinions'
import { comment } from '../../src/modules/consultations/actions/give.ts'
import type { ConsultationRow } from '../../src/modules/consultations/queries/consultation.ts'
import type { Phase } from '../../src/modules/consultations/rules.ts'
import type { Comment } from '../../src/modules/consultations/schema.ts'
import { aGuestOf, succeeded } from './councils.ts'

interface OfCouncil {
  readonly id: string
}

/** A short draft of a by-law: two chapters, four articles, the second with items. */
export const draftText = `云山市住宅小区物业管理条例（草案）

第一章 总则

第一条 为了规范物业管理活动，维护业主和物业服务人的合法权益，根据有关法律，结合本市实际，制定本条例。

第二条 物业服务人应当履行下列义务：

（一）每半年公布一次公共收益的收支情况；

（二）接受业主监督；

（三）及时答复业主的询问。

第二章 业主共同决定事项

第三条 老旧小区加装电梯的，应当由专有部分面积占比三分之二以上的业主参与表决，并经参与表决专有部分面积四分之三以上的业主同意。

费用分摊方案由业主协商确定。

第四条 本条例自2027年7月1日起施行。
`

/** A legislative project without a text. */
export async function aProject(
  app: App,
  council: OfCouncil,
  fields: { readonly title?: string; readonly textId?: string | null } = {},
): Promise<{ id: string; number: number }> {
  return app.database.db.transaction().execute(async (tx) => {
    const id = newId()
    const number = await nextNumber(tx, council.id, 'consultations.project')
    await tx
      .insertInto('consultations.project')
      .values({
        council_id: council.id,
        id,
        number,
        title: fields.title ?? '云山市住宅小区物业管理条例',
        text_id: fields.textId ?? null,
        made_at: app.clock.now(),
        made_by: null,
      })
      .execute()
    return { id, number }
  })
}

/** A published version of a text made of `source`. */
export async function aVersion(
  app: App,
  council: OfCouncil,
  { source = draftText, label = '征求意见稿', textId }: { source?: string; label?: string; textId?: string } = {},
): Promise<Version> {
  return app.database.db.transaction().execute(async (tx) => {
    const now = app.clock.now()
    const parsed = parseLegalText(source)
    const text = textId ?? (await addText(tx, { councilId: council.id, title: parsed.text.title, kind: 'draft', now }))
    const version = await addVersion(tx, {
      councilId: council.id,
      textId: text,
      label,
      parsed,
      sourceName: null,
      sourceFileId: null,
      by: null,
      now,
    })
    await publishVersion(tx, council.id, version.id, now)
    return { ...version, publishedAt: now }
  })
}

export interface OpenConsultation {
  readonly id: string
  readonly number: number
  readonly project: { readonly id: string; readonly number: number }
  readonly version: Version
}

/** A consultation in its open stage, on a published version of a draft, closing thirty days from now. */
export async function anOpenConsultation(
  app: App,
  council: OfCouncil,
  fields: {
    readonly title?: string
    readonly source?: string
    readonly closesAt?: string
    readonly opensAt?: string
    readonly phase?: Phase
    readonly more?: Partial<Pick<ConsultationRow, 'summary' | 'stage' | 'closed_at' | 'answered_at'>>
  } = {},
): Promise<OpenConsultation> {
  const version = await aVersion(app, council, fields.source === undefined ? {} : { source: fields.source })
  const project = await aProject(app, council, { title: fields.title ?? version.text.title, textId: version.textId })
  const now = app.clock.now()
  const opensAt = fields.opensAt ? new Date(fields.opensAt) : now
  const id = newId()
  const number = await app.database.db.transaction().execute(async (tx) => {
    const next = await nextNumber(tx, council.id, 'consultations.consultation')
    await tx
      .insertInto('consultations.consultation')
      .values({
        council_id: council.id,
        id,
        number: next,
        project_id: project.id,
        phase: fields.phase ?? 'drafting',
        title: fields.title ?? version.text.title,
        version_id: version.id,
        stage: 'open',
        opens_at: opensAt,
        closes_at: fields.closesAt ? new Date(fields.closesAt) : new Date(opensAt.getTime() + 30 * 86_400_000),
        published_at: opensAt,
        settings_at: now.toISOString().slice(0, 10),
        made_at: now,
        made_by: null,
        ...fields.more,
      })
      .execute()
    return next
  })
  return { id, number, project, version }
}

/** An opinion stored directly, without the resident's form: of any channel, place and session. */
export async function anOpinion(
  app: App,
  council: OfCouncil,
  consultation: Pick<OpenConsultation, 'id' | 'version'>,
  fields: Partial<NewOpinion> = {},
): Promise<GivenOpinion> {
  return app.database.db.transaction().execute((tx) =>
    giveOpinion(
      tx,
      {
        subject: { type: 'consultation', id: consultation.id },
        clientKey: newId(),
        contributor: { deviceId: newId() },
        versionId: consultation.version.id,
        anchor: { provisionId: 'art_3' },
        body: '一楼用不上电梯，能不能写明一楼可以不出钱？',
        channel: 'online',
        ...fields,
      },
      { councilId: council.id, now: app.clock.now(), keys: ledgerKeys(app) },
    ),
  )
}

/** What a resident's form sends; about article 3 unless told otherwise. */
export function commentOn(
  consultation: Pick<OpenConsultation, 'id'>,
  fields: Partial<z.input<typeof Comment>> = {},
): z.input<typeof Comment> {
  return {
    consultationId: consultation.id,
    clientKey: newId(),
    anchor: { provisionId: 'art_3' },
    body: '一楼用不上电梯，能不能写明一楼可以不出钱？',
    consent: true,
    ...fields,
  }
}

/** A resident gives an opinion as the website lets her: a guest unless an actor is given. */
export async function aCommentOf(
  app: App,
  council: OfCouncil,
  consultation: Pick<OpenConsultation, 'id'>,
  { actor = aGuestOf(council), ...fields }: Partial<z.input<typeof Comment>> & { readonly actor?: Actor } = {},
): Promise<{ opinionId: string; receipt: string; actor: Actor }> {
  return { ...succeeded(await perform(app, comment, actor, commentOn(consultation, fields))), actor }
}
