import type { ContactKind } from '#parts/people'

/** By which way a message leaves: a telephone number, an address, a browser, WeChat. */
export type ChannelKind = ContactKind | 'push' | 'wechat'

/** One message on its way out. */
export interface OutgoingMessage {
  /** The same key is the same message: a receiver that has it already may drop the second. */
  readonly key: string
  readonly address: string
  readonly title: string
  readonly body: string
  /** Full address of the page it is about; null where there is none. */
  readonly link: string | null
}

/** A way out. Throws when the message was not taken; it is then tried again. */
export interface Channel {
  send(message: OutgoingMessage): Promise<void>
}

/** Thrown where trying again cannot help. The address is forgotten with it, unless the fault is not the address's. */
export class Undeliverable extends Error {
  readonly keepAddress: boolean

  constructor(why: string, { keepAddress = false }: { readonly keepAddress?: boolean } = {}) {
    super(why)
    this.name = 'Undeliverable'
    this.keepAddress = keepAddress
  }
}
