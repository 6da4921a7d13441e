import type { ComponentChildren } from 'preact'
import { useFrame, useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'

/**
 * `main`: the one thing to do here. `quiet`: something else one may do. `plain`: the same without a frame, where it
 * stands on every row. `grave`: cannot be undone.
 */
export type ButtonKind = 'main' | 'quiet' | 'plain' | 'grave'

export interface ButtonProps {
  readonly children: ComponentChildren
  readonly kind?: ButtonKind
  /** Sent with the form when this button is the one pressed. */
  readonly name?: string
  readonly value?: string
  readonly form?: string
  readonly id?: string
  readonly type?: 'submit' | 'button'
  /** Sends the form to another address than its own. */
  readonly formaction?: string
  /** Words for those who cannot see what the button stands beside: "我也是：一楼能不能不出钱". */
  readonly label?: string
}

/** A button that submits. Never disabled: a page that cannot go on says why instead. */
export function Button({ children, kind = 'main', type = 'submit', label, ...rest }: ButtonProps) {
  return (
    <button class={buttonClass(kind)} type={type} aria-label={label} {...rest}>
      {children}
    </button>
  )
}

export interface ButtonLinkProps {
  readonly href: string
  readonly children: ComponentChildren
  readonly kind?: ButtonKind
  readonly label?: string
  /** Id of a Dialog that shows the same without leaving the page; without scripts the link is followed. */
  readonly opens?: string
  readonly id?: string
}

/** A link that looks like a button: the way on to the next page. */
export function ButtonLink({ href, children, kind = 'main', label, opens, id }: ButtonLinkProps) {
  return (
    <>
      <a class={buttonClass(kind)} href={href} id={id} aria-label={label} data-opens={opens}>
        {children}
      </a>
      {opens && <Island name="dialog" />}
    </>
  )
}

/** The class of a button, for the few elements that are one without being `Button` or `ButtonLink`. */
export function buttonClass(kind: ButtonKind): string {
  return kind === 'main' ? 'btn' : `btn ${kind}`
}

/** Buttons and links side by side, wrapping on a narrow screen. */
export function ButtonRow({ children }: { readonly children: ComponentChildren }) {
  return <div class="row buttons">{children}</div>
}

/** The hidden proof that a form came from this site. Takes the page's own token where none is given. */
export function Csrf({ token }: { readonly token?: string }) {
  const frame = useFrame()
  const value = token ?? frame?.csrf
  if (value === undefined) throw new Error('A form was rendered without a csrf token and outside a page frame')
  return <input type="hidden" name="csrf" value={value} />
}

export interface FormProps {
  readonly action: string
  readonly children: ComponentChildren
  readonly id?: string
  /** Set where a file is sent. */
  readonly files?: boolean
  /**
   * A name under which what is typed is kept on this device until it is sent, against double sending and loss.
   * Leave it out for secrets (island `form-guard`).
   */
  readonly guard?: string
  /** Names the form for those who jump from form to form. */
  readonly label?: string
  readonly class?: string
}

/**
 * A form that changes something: always POST, always with the csrf token. The browser's own checks are off, because
 * the server's say in both languages what to do next and put it where everybody finds it.
 */
export function Form({ action, children, id, files, guard, label, class: className }: FormProps) {
  const t = useText(text)
  const once = useFrame()?.once?.()
  return (
    <form
      method="post"
      action={action}
      id={id}
      class={className}
      encType={files ? 'multipart/form-data' : undefined}
      aria-label={label}
      noValidate
      data-guard={guard}
      data-guard-sending={guard && t.sending}
      data-guard-restored={guard && t.restored}
      data-guard-drop={guard && t.restoredDrop}
    >
      <Csrf />
      {once && <input type="hidden" name="once" value={once} />}
      {children}
      {guard && <Island name="form-guard" />}
    </form>
  )
}

export interface ConfirmFormProps {
  readonly action: string
  /** On the button that asks: 撤回意见 */
  readonly label: string
  /** What is asked, as a question: 要撤回这条意见吗？ */
  readonly question: string
  /** What follows from it, in one sentence. */
  readonly consequence?: string
  /** On the button that does it: 撤回 */
  readonly confirmLabel: string
  readonly kind?: ButtonKind
  /** Hidden values sent along. */
  readonly values?: Readonly<Record<string, string>>
  /** More fields, for example a reason. */
  readonly children?: ComponentChildren
}

/** A POST button that asks once before it acts. The question opens in place, with or without scripts. */
export function ConfirmForm(props: ConfirmFormProps) {
  return (
    <details class="confirm">
      <summary class={buttonClass(props.kind === 'grave' ? 'grave' : 'quiet')}>{props.label}</summary>
      <Form action={props.action} class="confirm-box">
        <p>
          <b>{props.question}</b>
        </p>
        {props.consequence && <p class="muted">{props.consequence}</p>}
        <HiddenValues values={props.values} />
        {props.children}
        <ButtonRow>
          <Button kind={props.kind}>{props.confirmLabel}</Button>
        </ButtonRow>
      </Form>
    </details>
  )
}

export interface ConfirmPageProps extends ConfirmFormProps {
  readonly backHref: string
  /** Below 1 where the page has a heading of its own. */
  readonly level?: 1 | 2 | 3
}

/** The same question as a page of its own, for what cannot be undone. Sends `confirmed=yes`. */
export function ConfirmPage(props: ConfirmPageProps) {
  const t = useText(text)
  const Heading = `h${props.level ?? 1}` as const
  return (
    <Form action={props.action} class="confirm-page">
      <Heading>{props.question}</Heading>
      {props.consequence && <p>{props.consequence}</p>}
      <HiddenValues values={{ ...props.values, confirmed: 'yes' }} />
      {props.children}
      <ButtonRow>
        <Button kind={props.kind}>{props.confirmLabel}</Button>
        <ButtonLink kind="quiet" href={props.backHref}>
          {t.confirmBack}
        </ButtonLink>
      </ButtonRow>
    </Form>
  )
}

function HiddenValues({ values = {} }: { readonly values?: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
