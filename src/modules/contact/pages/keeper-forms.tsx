import { Button, ButtonRow, Field, Select, TextArea } from '#ui'
import { SortForm } from './bureau-forms.tsx'
import { ReplyFields } from './department-forms.tsx'
import { fieldOf, WorkForm } from './work-form.tsx'
import { text } from './work-page.text.ts'
import type { WorkPageProps } from './work-page.tsx'

/** What the deputy, the liaison and the office can do. */
export function KeeperForms(props: WorkPageProps) {
  const { may, matter, shown } = props
  const t = text[shown.locale]
  const { work } = matter
  return (
    <>
      {may.decideReturn && <DecideReturn {...props} />}
      {may.decideExtension && <DecideExtension {...props} />}
      {may.sort && <SortForm {...props} />}
      {may.forward && (
        <WorkForm page={props} name="forward" summary={t.forward} first>
          <TextArea {...fieldOf(props, 'forward')('words')} label={t.forwardWords} rows={4} maxLength={5000} />
          <Button>{t.forwardDo}</Button>
        </WorkForm>
      )}
      {may.letter && <LetterForm {...props} />}
      {may.reply && work.lead === null && (
        <WorkForm page={props} name="answer" summary={t.answer}>
          <ReplyFields {...props} form="answer" />
          <Button>{t.answerDo}</Button>
        </WorkForm>
      )}
      {may.askBack && (
        <WorkForm page={props} name="ask" summary={t.askBack}>
          <TextArea
            {...fieldOf(props, 'ask')('question')}
            label={t.question}
            hint={t.questionHint}
            rows={3}
            maxLength={1000}
          />
          <Button>{t.askDo}</Button>
        </WorkForm>
      )}
      {may.give && (
        <WorkForm page={props} name="give" summary={t.give} first={work.keeperId === null}>
          <Select {...fieldOf(props, 'give')('deputyId')} label={t.deputy} options={props.deputies} />
          <Button>{t.giveDo}</Button>
        </WorkForm>
      )}
      {may.assist && (
        <WorkForm page={props} name="assist" summary={t.assist}>
          <Select
            {...fieldOf(props, 'assist')('organisationId')}
            label={t.organisation}
            options={props.organisations}
          />
          <Button>{t.assistDo}</Button>
        </WorkForm>
      )}
    </>
  )
}

function LetterForm(props: WorkPageProps) {
  const { matter, shown, organisations, proposed, months } = props
  const t = text[shown.locale]
  const field = fieldOf(props, 'letter')
  return (
    <WorkForm page={props} name="letter" summary={t.sendLetter} first={matter.work.keeperId !== null}>
      <Select
        {...field('organisationId')}
        label={t.organisation}
        {...(proposed > 0 && { hint: t.proposedHint })}
        options={organisations}
      />
      <Field {...field('subject', t.subjectOf(matter.work.title))} label={t.subject} maxLength={100} />
      <TextArea {...field('body')} label={t.body} hint={t.bodyHint} rows={5} maxLength={5000} />
      <Button>{t.sendDo(months)}</Button>
    </WorkForm>
  )
}

function DecideReturn(props: WorkPageProps) {
  const { matter, shown, organisations } = props
  const t = text[shown.locale]
  const { lead } = matter.work
  if (!lead) return null
  const field = fieldOf(props, 'decide')
  const own = shown.organisation(lead.organisation_id) ?? ''
  return (
    <WorkForm page={props} name="decide" summary={t.decideReturn} first values={{ assignmentId: lead.id }}>
      <p class="words">
        {t.returnedBecause}: {lead.return_reason}
      </p>
      <Select
        {...field('organisationId', lead.proposed_owner ?? '')}
        label={t.returnTo}
        empty={t.stays(own)}
        optional
        options={organisations.filter(({ value }) => value !== lead.organisation_id)}
      />
      <TextArea {...field('reason')} label={t.reason} hint={t.staysHint} optional rows={2} maxLength={1000} />
      <Button>{t.decideDo}</Button>
    </WorkForm>
  )
}

function DecideExtension(props: WorkPageProps) {
  const { matter, shown } = props
  const t = text[shown.locale]
  const { extension } = matter.work
  if (!extension) return null
  return (
    <WorkForm page={props} name="extension" summary={t.decideExtension} first values={{ extensionId: extension.id }}>
      <p class="words">
        {t.extensionAsked(extension.days)}: {extension.reason}
      </p>
      <Field {...fieldOf(props, 'extension')('reason')} label={t.refuseReason} optional maxLength={1000} />
      <ButtonRow>
        <Button name="approve" value="yes">
          {t.approve}
        </Button>
        <Button kind="quiet" name="approve" value="no">
          {t.refuse}
        </Button>
      </ButtonRow>
    </WorkForm>
  )
}
