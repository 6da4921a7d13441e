import type { ComponentChildren } from 'preact'
import { useText } from './frame.ts'
import { Island } from './island.tsx'
import { text } from './ui.text.ts'

export interface QuoteAreaProps {
  /** Where one writes: gets `provision`, `quote`, `prefix`, `suffix`, `start` as query values. */
  readonly href?: string
  /** Or the form on this page whose fields of these names are filled. */
  readonly formId?: string
  readonly children: ComponentChildren
}

/**
 * Text in which words can be selected to write on just these (island `select-quote`). Each provision inside is a
 * `Quotable`. Without scripts the ordinary "write" links remain.
 */
export function QuoteArea({ href, formId, children }: QuoteAreaProps) {
  const t = useText(text)
  return (
    <div data-quote-label={t.quoteOffer} data-quote-href={href} data-quote-form={formId}>
      {children}
      <Island name="select-quote" />
    </div>
  )
}

export interface QuotableProps {
  readonly provision: string
  /** 第二十一条. Shown before the text, no part of it. */
  readonly number?: string
  /** Exactly the provision's text; markup inside is fine, other words are not. */
  readonly children: ComponentChildren
}

/** The words of one provision of a law. */
export function Quotable({ provision, number, children }: QuotableProps) {
  return (
    <p class="law" data-quotable={provision}>
      {number && (
        <span class="no" data-quote-skip>
          {number}
        </span>
      )}
      {children}
    </p>
  )
}
