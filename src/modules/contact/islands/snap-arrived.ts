import { forget } from './snap/unsent.ts'

/** On the page of a receipt: what was sent by way of the server's own page has arrived, and need not be kept. */
const sent = sessionStorage.getItem('zt-snap-sent')
if (sent && document.querySelector('.done')) {
  sessionStorage.removeItem('zt-snap-sent')
  void forget(sent)
}
