import type { Locale } from '#kernel/text'
import type { Choice } from '#parts/notices'
import { maskContact, type NameVisibility, type OwnAccount } from '#parts/people'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  ConfirmForm,
  DoneBanner,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Radios,
  useText,
} from '#ui'
import { text as channelsText } from './channels-page.text.ts'
import { text } from './settings-page.text.ts'

export interface SettingsView {
  readonly account: OwnAccount
  readonly locale: Locale
  readonly elder: boolean
  readonly names: { readonly name: string; readonly displayName: string; readonly visibility: NameVisibility }
  readonly choice: Choice
  readonly done: 'saved' | 'contact' | 'removed' | null
  readonly problem: 'last-contact' | null
  /** Names of fields that were too long. */
  readonly tooLong: readonly string[]
}

/** Language, large print, names and who may see them, channels, contacts: each a form of its own. */
export function SettingsPage({ view }: { readonly view: SettingsView }) {
  const t = useText(text)
  const banner = { saved: t.saved, contact: t.contactAdded, removed: t.contactRemoved }
  return (
    <>
      {view.done && <DoneBanner title={banner[view.done]} />}
      {view.tooLong.length > 0 && (
        <ErrorSummary errors={Object.fromEntries(view.tooLong.map((name) => [name, t.tooLong]))} />
      )}
      <PageHead title={t.title} />
      <LookForm view={view} />
      <NamesForm view={view} />
      <ChannelsForm view={view} />
      <Contacts view={view} />
    </>
  )
}

interface Section {
  readonly view: SettingsView
}

function LookForm({ view }: Section) {
  const t = useText(text)
  return (
    <section>
      <h2>{t.look}</h2>
      <Form action="/me/settings/look">
        <Radios
          name="locale"
          label={t.language}
          value={view.locale}
          inline
          options={[
            { value: 'zh-CN', label: t.chinese },
            { value: 'en', label: t.english },
          ]}
        />
        <Checkbox name="elder" label={t.elder} checked={view.elder} />
        <ButtonRow>
          <Button>{t.save}</Button>
        </ButtonRow>
      </Form>
    </section>
  )
}

function NamesForm({ view }: Section) {
  const t = useText(text)
  const { names, tooLong } = view
  const errorOf = (field: string) => (tooLong.includes(field) ? t.tooLong : undefined)
  return (
    <section>
      <h2>{t.names}</h2>
      <p class="muted">{t.namesLead}</p>
      <Form action="/me/settings/names">
        <Field
          name="name"
          label={t.name}
          value={names.name}
          error={errorOf('name')}
          autocomplete="name"
          width="medium"
          optional
        />
        <Field
          name="displayName"
          label={t.displayName}
          hint={t.displayNameHint}
          value={names.displayName}
          error={errorOf('displayName')}
          autocomplete="nickname"
          width="medium"
          optional
        />
        <Radios
          name="visibility"
          label={t.visibility}
          value={names.visibility}
          options={[
            { value: 'office', label: t.office, hint: t.officeHint },
            { value: 'nobody', label: t.nobody, hint: t.nobodyHint },
            { value: 'public', label: t.everyone, hint: t.everyoneHint },
          ]}
        />
        <ButtonRow>
          <Button>{t.save}</Button>
        </ButtonRow>
      </Form>
    </section>
  )
}

function ChannelsForm({ view }: Section) {
  const t = useText(text)
  const has = (kind: string) => view.account.contacts.some((contact) => contact.kind === kind)
  return (
    <section>
      <h2>{t.channels}</h2>
      <p class="muted">{t.channelsLead}</p>
      <Form action="/me/settings/channels">
        <Checkbox
          name="email"
          label={t.email}
          checked={view.choice.email}
          hint={has('email') ? undefined : t.emailNone}
        />
        <Checkbox name="sms" label={t.sms} checked={view.choice.sms} hint={has('phone') ? undefined : t.smsNone} />
        <Radios
          name="rhythm"
          label={t.rhythm}
          value={view.choice.rhythm}
          options={[
            { value: 'each', label: t.each },
            { value: 'daily', label: t.daily },
          ]}
        />
        <ButtonRow>
          <Button>{t.save}</Button>
        </ButtonRow>
      </Form>
      <p>
        <a href="/me/channels">{useText(channelsText).settings}</a>
      </p>
    </section>
  )
}

function Contacts({ view }: Section) {
  const t = useText(text)
  return (
    <section>
      <h2>{t.contacts}</h2>
      {view.problem && (
        <Notice kind="stop">
          <p>{t.lastContact}</p>
        </Notice>
      )}
      <ul class="me-list">
        {view.account.contacts.map((contact) => (
          <li key={contact.id} class="me-row">
            <span>
              {contact.kind === 'phone' ? t.phone : t.mail} <b class="num">{maskContact(contact)}</b>
            </span>
            <ConfirmForm
              action="/me/contacts/remove"
              label={t.remove}
              question={t.removeQuestion(maskContact(contact))}
              consequence={t.removeConsequence}
              confirmLabel={t.remove}
              kind="grave"
              values={{ id: contact.id }}
            />
          </li>
        ))}
      </ul>
      <ButtonLink kind="quiet" href="/me/contacts">
        {t.addContact}
      </ButtonLink>
    </section>
  )
}
