import type { PageFrame } from './frame.ts'
import { text } from './gallery.text.ts'
import {
  Button,
  ButtonRow,
  Checkbox,
  Checkboxes,
  ConfirmForm,
  ConfirmPage,
  DateField,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Radios,
  Select,
  Steps,
  TextArea,
} from './index.ts'

/** Everything one fills in: empty, filled, refused. */
export function GalleryForms({ frame }: { readonly frame: PageFrame }) {
  const t = text[frame.locale]
  const steps = t.steps.split('|')
  return (
    <>
      <h2 id="write">{t.forms}</h2>
      <Steps steps={steps} at={2} />
      <ErrorSummary errors={{ phone: t.phoneError, body: t.opinionError, identity: t.identityError }} />
      <Form action="/ui" id="gallery-form" guard="gallery" files>
        <Field name="name" label={t.name} hint={t.nameHint} autocomplete="name" width="medium" optional />
        <Field
          name="phone"
          label={t.phone}
          type="tel"
          autocomplete="tel"
          inputmode="tel"
          width="medium"
          value="1380000000"
          error={t.phoneError}
        />
        <Field
          name="code"
          label={t.code}
          hint={t.codeHint}
          autocomplete="one-time-code"
          inputmode="numeric"
          width="code"
        />
        <Field name="amount" label={t.amount} inputmode="decimal" width="short" unit={t.yuan} optional />
        <TextArea name="body" label={t.opinionLabel} hint={t.opinionHint} maxLength={2000} error={t.opinionError} />
        <TextArea name="wording" label={t.lawText} law rows={3} value={t.clause2} optional />
        <Select
          name="area"
          label={t.area}
          value="west"
          options={[
            {
              group: t.river,
              options: [
                { value: 'east', label: t.riverEast },
                { value: 'west', label: t.riverWest },
              ],
            },
            { group: t.hill, options: [{ value: 'top', label: t.hillTop }] },
          ]}
        />
        <Radios
          name="identity"
          label={t.identity}
          error={t.identityError}
          options={[
            { value: 'owner', label: t.owner, hint: t.ownerHint },
            { value: 'tenant', label: t.tenant },
            { value: 'staff', label: t.staff, disabled: true },
          ]}
        />
        <Checkboxes
          name="contact"
          label={t.contact}
          inline
          values={['sms']}
          options={[
            { value: 'sms', label: t.sms },
            { value: 'inbox', label: t.inbox },
            { value: 'letter', label: t.letter },
          ]}
        />
        <DateField name="visit" label={t.visitDay} value="2026-12-02" />
        <DateField name="birthday" label={t.birthday} kind="type" autocomplete="bday" optional />
        <FileField
          name="picture"
          label={t.picture}
          accept="image/*"
          acceptWords={t.pictureKinds}
          maxBytes={10_000_000}
          maxFiles={3}
          capture="environment"
          help="photo"
          optional
        />
        <FileField
          name="voice"
          label={t.voice}
          accept="audio/*"
          acceptWords={t.voiceKinds}
          maxBytes={2_500_000}
          help="voice"
          optional
        />
        <Checkbox name="agree" label={t.agree} hint={t.agreeHint} checked />
        <ButtonRow>
          <Button>{t.send}</Button>
          <Button kind="quiet" name="draft" value="yes">
            {t.saveDraft}
          </Button>
        </ButtonRow>
      </Form>
      <ConfirmForm
        action="/ui"
        kind="grave"
        label={t.withdraw}
        question={t.withdrawQuestion}
        consequence={t.withdrawAfter}
        confirmLabel={t.withdrawDo}
      />
      <ConfirmPage
        level={3}
        action="/ui"
        kind="grave"
        label={t.withdraw}
        question={t.withdrawQuestion}
        consequence={t.withdrawAfter}
        confirmLabel={t.withdrawDo}
        backHref="/ui"
      />
    </>
  )
}
