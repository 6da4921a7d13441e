import type { Role } from '#parts/people'

/** Who acts: somebody not signed in, a resident with an account, or the holder of one role. */
export type Who = 'guest' | 'resident' | Role

export interface Rule {
  /** Everyone who may, and nobody else. 'system' alone is written as an empty list. */
  readonly may: readonly Who[]
  /** Set where a role counts only at the place the subject belongs to: the same role elsewhere is refused. */
  readonly bound?: true
  /** What is acted upon, when it is somebody else's or nobody's. */
  readonly subject?: Readonly<Record<string, unknown>>
  /** What is acted upon when it is the actor's own; then everyone signed in may, besides `may`. */
  readonly own?: true
  readonly input?: Readonly<Record<string, unknown>>
}

export const here = '00000000-0000-7000-8000-00000000aaaa'
export const elsewhere = '00000000-0000-7000-8000-00000000bbbb'
const place = { place_id: here, placeId: here }

const everyone: readonly Who[] = [
  'guest',
  'resident',
  'administrator',
  'security-officer',
  'auditor',
  'clerk',
  'committee',
  'street-office',
  'point-staff',
  'liaison',
  'collector',
  'adviser',
  'expert',
  'council-member',
  'deputy',
  'department',
  'department-head',
  'media',
]
const signedIn = everyone.filter((who) => who !== 'guest')
const systemOnly: Rule = { may: [] }
const ownOnly: Rule = { may: [], own: true }
const clerks: Rule = { may: ['clerk'] }
const desk: Rule = { may: ['clerk', 'point-staff', 'liaison'] }
const registers: Rule = { may: ['administrator', 'clerk', 'committee'] }
const network: Rule = { may: ['administrator', 'clerk', 'committee', 'street-office'] }
const keepersOfPlace: Rule = {
  may: ['administrator', 'clerk', 'committee', 'street-office', 'point-staff', 'liaison'],
  bound: true,
  subject: place,
}

/** The words of those who came are for the place's own people and the office. */
const logKeepers: Rule = { may: ['clerk', 'point-staff', 'liaison'], bound: true, subject: place }
const visitReceivers: Rule = {
  may: ['clerk', 'street-office', 'point-staff', 'liaison'],
  bound: true,
  subject: place,
}
/** Who pays the bills of a place does not approve them. */
const fundApprovers: Rule = { may: ['clerk', 'committee', 'street-office'], bound: true, subject: place }
const deedTellers: Rule = {
  may: ['clerk', 'committee', 'street-office', 'point-staff', 'liaison'],
  bound: true,
  subject: place,
}

/** Field collectors and the like are named by those who run the place, by the office and by security. */
const appointers: Rule = {
  may: ['security-officer', 'clerk', 'street-office', 'point-staff'],
  bound: true,
  subject: place,
}

/** What a place makes known: its own staff, liaison and street office; the office and the committees for every place. */
const publishersOfPlace: Rule = {
  may: ['clerk', 'committee', 'street-office', 'point-staff', 'liaison'],
  bound: true,
  subject: place,
}

/** The desk of a contact point: its staff and liaison, and the office; not those of another place. */
const deskOfPlace: Rule = { may: ['clerk', 'point-staff', 'liaison'], bound: true, input: { placeId: here } }
const paperOfPlace: Rule = { ...deskOfPlace, subject: { consultation: {}, paper: { place_id: here } } }
const collectorsOfPlace: Rule = {
  may: ['clerk', 'point-staff', 'liaison', 'collector'],
  bound: true,
  input: { placeId: here },
}

const rosterOfPlace: Rule = { may: ['clerk', 'point-staff', 'liaison'], bound: true, subject: place }

const bookingOfPlace: Rule = {
  may: ['clerk', 'point-staff', 'liaison'],
  bound: true,
  subject: { duty: { place_id: here, person_id: elsewhere }, target: null },
}

const kept = { keeperId: elsewhere, scopeId: here }
const handled = { ...kept, lead: { organisation_id: here }, assignment: { organisation_id: here } }
const handlers: Rule = { may: ['department', 'department-head'], bound: true, subject: handled }
const keepers: Rule = { may: ['clerk', 'liaison'], bound: true, subject: kept }
const keepersAndHandlers: Rule = {
  may: ['clerk', 'liaison', 'department', 'department-head'],
  bound: true,
  subject: handled,
}

/**
 * Who may do what, written from the requirements and not from the code: the sources' rules, the three separate duties
 * of administration (GB/T 22239-2019), and the design's roles. An action without a row here fails the test.
 */
export const matrix: Readonly<Record<string, Rule>> = {
  // Councils: founding is the system's; settings are the administrator's; registers are the office's.
  // A sheet of people is for those who name people; every other sheet is for the administrator.
  'admin.preview-import': { may: ['administrator', 'security-officer', 'clerk'], input: { kind: 'people' } },
  'admin.confirm-import': { may: ['administrator'], subject: { kind: 'areas' } },
  'admin.drop-import': { may: ['administrator'], subject: { kind: 'organisations' } },
  'admin.retry-delivery': { may: ['administrator'] },
  'admin.retry-due': { may: ['administrator'] },

  // A Popolo file of any length is the operator's, by the command line; the office uploads like any other sheet.
  'popolo.import': systemOnly,
  'councils.create': systemOnly,
  'councils.succeed-log': systemOnly,
  'councils.change': { may: ['administrator'] },
  'councils.change-setting': { may: ['administrator'] },
  'councils.set-calendar-day': { may: ['administrator'] },
  'councils.clear-calendar-day': { may: ['administrator'] },
  'councils.add-organisation': registers,
  'councils.change-organisation': registers,
  'councils.add-area': registers,
  'councils.change-area': registers,
  'councils.add-constituency': registers,
  'councils.change-constituency': registers,

  // People: one's own account is one's own; books are kept by those who appoint; accounts are locked by security.
  'people.add-person': { may: ['administrator', 'security-officer', 'clerk', 'street-office', 'point-staff'] },
  'people.ask-erasure': ownOnly,
  'people.withdraw-erasure': ownOnly,
  'people.ask-new-passkey': { may: signedIn },
  'people.keep-passkey': { may: signedIn },
  'people.ask-passkey': { may: everyone },
  'people.sign-in-by-passkey': { may: everyone },
  'people.sign-in-to-demo': { may: everyone },
  'people.depart-for-identity-service': { may: everyone },
  'people.sign-in-by-identity': systemOnly,
  'people.sign-out': { may: signedIn },
  'people.enter-code': { may: everyone },
  'people.disable-account': systemOnly,
  'people.erase-account': systemOnly,
  'people.erase-in-council': systemOnly,
  'people.end-other-sessions': ownOnly,
  'people.end-session': ownOnly,
  'people.remove-contact': ownOnly,
  'people.remove-passkey': ownOnly,
  'people.set-look': ownOnly,
  'people.set-names': ownOnly,
  'people.reset-passkeys': { may: ['security-officer'] },
  'people.suspend-person': { may: ['administrator', 'security-officer'] },
  'people.restore-person': { may: ['administrator', 'security-officer'] },
  // Rights are given by the security officer, not by the administrator who runs the house (GB/T 22239-2019, 8.1.5).
  'people.give-role': {
    may: ['security-officer'],
    subject: { account_id: elsewhere },
    input: { role: 'clerk', scopeId: null },
  },
  'people.end-role': { may: ['security-officer'], subject: { role: 'clerk', scope_id: null } },

  // Notices.
  'me.ask-code': { may: everyone },
  'notices.mark-read': { may: everyone },
  'notices.mute': ownOnly,
  'notices.unmute': ownOnly,
  'notices.set-choice': ownOnly,
  'notices.subscribe-push': ownOnly,
  'notices.link-wechat': ownOnly,
  'notices.remove-device': ownOnly,

  // Network: the office and the street order it; a place's own staff keep its page.
  'network.open-place': network,
  'network.change-place': network,
  'network.close-place': network,
  'network.dissolve-council': network,
  'network.change-deputy': network,
  'network.form-group': network,
  'network.change-group': network,
  'network.close-group': network,
  'network.join-group': network,
  'network.leave-group': network,
  'network.seat-group': network,
  'network.unseat-group': network,
  'network.draw-areas': network,
  // What a deputy says of herself and shows is hers alone.
  'network.write-profile': ownOnly,
  'network.set-portrait': ownOnly,
  'network.remove-portrait': ownOnly,
  'network.add-unit': network,
  'network.end-unit': network,
  'network.change-place-page': keepersOfPlace,
  'network.note-having': keepersOfPlace,
  'network.drop-having': keepersOfPlace,
  'network.form-council': keepersOfPlace,
  'network.hold-training': keepersOfPlace,
  'network.appoint': { ...appointers, input: { role: 'collector' } },
  'network.end-service': {
    ...appointers,
    subject: { place, service: { role: 'collector', person_id: elsewhere } },
  },
  'network.agree-to-show': {
    ...keepersOfPlace,
    subject: { place, service: { role: 'collector', person_id: elsewhere } },
  },

  // Consultations: the legislative affairs office opens and decides; the desk sorts; everyone speaks.
  'consultations.start-project': clerks,
  'consultations.prepare': clerks,
  'consultations.change': clerks,
  'consultations.import-draft': clerks,
  'consultations.publish': clerks,
  'consultations.extend': clerks,
  'consultations.close': systemOnly,
  'consultations.assign-step': desk,
  'consultations.finish-step': desk,
  'consultations.reopen-step': desk,
  'consultations.dispatch': clerks,
  'consultations.accept-task': { may: ['point-staff', 'liaison'], bound: true, subject: place },
  'consultations.write-reading': { may: ['clerk', 'point-staff', 'liaison', 'adviser', 'expert'] },
  'consultations.comment': { may: everyone },
  'consultations.attach': { may: everyone },
  'consultations.support': { may: everyone },
  'consultations.unsupport': { may: everyone },
  'consultations.release-unseen': systemOnly,
  'opinions.withdraw': ownOnly,
  'opinions.object': ownOnly,
  'opinions.appeal': ownOnly,
  'opinions.choose-answer': ownOnly,
  'opinions.claim': ownOnly,

  // The desk: the office, and the staff and liaisons of contact points.
  'consultations.sort-opinions': desk,
  'consultations.moderate': desk,
  'consultations.answer-appeal': desk,
  'consultations.enter-opinion': { ...desk, bound: true, input: { placeId: here } },
  'consultations.answer-alone': desk,
  'consultations.make-argument': desk,
  'consultations.add-to-argument': desk,
  'consultations.take-from-argument': desk,
  'consultations.merge-arguments': desk,
  'consultations.split-argument': desk,
  'consultations.dissolve-argument': desk,
  'consultations.change-argument': desk,
  'consultations.mark-dissent': desk,
  'consultations.answer-objection': desk,
  'consultations.ask-contributors': desk,
  'consultations.finish-argument': desk,
  'consultations.leave-unrefined': desk,
  'consultations.reopen-argument': desk,
  'consultations.invite-experts': desk,
  'consultations.draft-refinement': { may: ['clerk', 'point-staff', 'liaison', 'adviser', 'expert'] },
  'consultations.remark': {
    may: ['clerk', 'committee', 'point-staff', 'liaison', 'adviser', 'expert', 'council-member', 'deputy'],
    subject: { invited: false },
  },
  'consultations.finish-refinement': clerks,
  'opinions.choose-next': { may: everyone, subject: { contributor: { accountId: null, deviceId: null } } },
  'opinions.confirm': { may: everyone, subject: { contributor: { accountId: null, deviceId: null } } },

  // Away from the website: doors and paper are the desk's, collecting is the collectors', each at their own place.
  'consultations.make-door': deskOfPlace,
  'consultations.close-door': { ...deskOfPlace, subject: place },
  'consultations.enter-door': { may: everyone },
  'consultations.sync-field': collectorsOfPlace,
  'consultations.import-field': deskOfPlace,
  // Pieces of a file belong to the phone's owner; nobody adds to another's.
  'consultations.keep-field-part': { may: [] },
  'consultations.finish-field-file': { may: [] },
  'consultations.hold-session': { ...collectorsOfPlace, subject: { consultation: {}, session: { place_id: here } } },
  'consultations.keep-statements': { ...deskOfPlace, subject: { consultation: {}, session: { place_id: here } } },
  'consultations.print-papers': deskOfPlace,
  'consultations.return-paper': paperOfPlace,
  'consultations.enter-paper': paperOfPlace,
  'consultations.enter-paper-again': paperOfPlace,
  'consultations.settle-paper': paperOfPlace,
  'consultations.void-paper': paperOfPlace,

  // Cases: the organisation that has one works on it; the keeper, the office and the liaison of its place stand between.
  'cases.accept': handlers,
  'cases.return': handlers,
  'cases.give-view': handlers,
  'cases.ask-extension': handlers,
  'cases.review-reply': handlers,
  'cases.draft-reply': handlers,
  'cases.send-reply': handlers,
  'cases.decide-return': keepers,
  'cases.decide-extension': keepers,
  'cases.add-assist': keepersAndHandlers,
  'cases.ask-back': keepersAndHandlers,
  'cases.keep-promise': keepersAndHandlers,
  'cases.drop-promise': keepersAndHandlers,
  'cases.look-back': keepersAndHandlers,
  // Inside a department: its own people alone; a note is taken back by whoever wrote it.
  'cases.hand-over': handlers,
  'cases.set-helper': handlers,
  'cases.write-note': {
    may: ['department', 'department-head'],
    bound: true,
    subject: { assignments: [{ organisation_id: here, state: 'accepted' }] },
    input: { organisationId: here },
  },
  'cases.erase-note': { may: [], subject: { it: {}, note: { organisation_id: here, by: elsewhere } } },
  'cases.save-template': { may: ['department', 'department-head'], bound: true, subject: { organisation_id: here } },
  'cases.retire-template': { may: ['department', 'department-head'], bound: true, subject: { organisation_id: here } },
  'cases.sort': keepers,
  'cases.remind': systemOnly,
  'cases.recompute': systemOnly,

  // Contact: everybody writes; the liaison and the office give out; whoever keeps a matter sends its letter.
  'stations.prompt-sessions': systemOnly,
  'meetings.plan': publishersOfPlace,
  'meetings.change': publishersOfPlace,
  'meetings.publish': publishersOfPlace,
  'meetings.move': publishersOfPlace,
  'meetings.cancel': publishersOfPlace,
  'meetings.set-stream': publishersOfPlace,
  'meetings.sign-up': { may: everyone },
  'meetings.cancel-sign-up': { may: everyone },
  'meetings.check-in': { may: everyone },
  'meetings.tick': publishersOfPlace,
  'meetings.walk-in': publishersOfPlace,
  'meetings.ask': { may: everyone },
  'meetings.ask-for': publishersOfPlace,
  'meetings.support': { may: everyone },
  'meetings.answer': publishersOfPlace,
  'meetings.moderate': publishersOfPlace,
  'meetings.begin': publishersOfPlace,
  'meetings.end': publishersOfPlace,
  'meetings.note': publishersOfPlace,
  'meetings.change-note': publishersOfPlace,
  'meetings.drop-note': publishersOfPlace,
  'meetings.raise-matter': publishersOfPlace,
  'meetings.record': publishersOfPlace,
  'meetings.remind': systemOnly,
  'meetings.forget': systemOnly,

  'contact.attach': { may: everyone },
  // What goes to and comes from other houses is arranged by the office; a program's right is the key it brings.
  'contact.make-key': clerks,
  'contact.end-key': clerks,
  'contact.add-connection': clerks,
  'contact.end-connection': clerks,
  'contact.decide-likeness': clerks,
  'contact.receive': { may: everyone },
  'contact.note-exchange': systemOnly,
  'contact.retry-outgoing': clerks,
  'contact.preview-import': { may: ['clerk'], input: { kind: 'hotline' } },
  'contact.confirm-import': { may: ['clerk'], subject: { kind: 'hotline' } },
  'contact.drop-import': { may: ['clerk'], subject: { kind: 'hotline' } },
  'contact.raise': { may: everyone },
  'contact.take-up': systemOnly,
  'contact.join': { may: everyone },
  'contact.hide': { may: ['clerk', 'liaison'], bound: true, subject: { work: kept } },
  'contact.take-up-note': systemOnly,
  'contact.answer-back': { may: everyone, subject: { askerAccountId: null } },
  'contact.judge': { may: everyone, subject: { askerAccountId: null } },
  'contact.judge-promise': { may: everyone, subject: { askerAccountId: null } },
  'contact.give-to': { may: ['clerk', 'liaison'], bound: true, subject: { work: kept } },
  'contact.send-letter': { may: ['clerk', 'liaison'], bound: true, subject: { work: kept } },
  // The holder of a receipt rates a reply; the deputy who keeps a matter scores its handling in person, no office for her.
  'contact.rate-reply': { may: everyone, subject: { askerAccountId: null } },
  'contact.rate-handling': { may: [], subject: { work: kept } },
  // Whoever was rated asks for a re-check; the office decides, and the liaison of the place.
  'ratings.ask-recheck': { may: ['department'], bound: true, subject: { sheet: { organisation_id: here } } },
  'ratings.decide-recheck': { may: ['clerk', 'liaison'], bound: true, subject: { sheet: { scope_id: here } } },
  // Merging is for those who sort both matters; whoever holds a receipt objects; taking back closes by itself.
  'contact.merge': {
    may: ['clerk', 'liaison'],
    bound: true,
    subject: { matter: { work: kept }, into: { work: kept } },
  },
  'contact.split': {
    may: ['clerk', 'liaison'],
    bound: true,
    subject: { matter: { work: kept }, into: { work: kept } },
  },
  'contact.object-to-merge': { may: everyone, subject: { askerAccountId: null } },
  'contact.decide-objection': {
    may: ['clerk', 'liaison'],
    bound: true,
    subject: { matter: { work: kept }, into: { work: kept } },
  },
  'contact.close-withdrawn': systemOnly,
  'contact.keep-router': systemOnly,
  'contact.forward': { may: ['clerk', 'liaison'], bound: true, subject: { work: kept } },

  // The roster: the office, and the liaison and staff of the place, plan it; a deputy answers for her own duties.
  'contact.plan-duty': rosterOfPlace,
  'contact.copy-roster': rosterOfPlace,
  'contact.publish-roster': rosterOfPlace,
  'contact.change-duty': rosterOfPlace,
  'contact.cancel-duty': rosterOfPlace,
  'contact.name-stand-in': rosterOfPlace,
  'contact.confirm-duties': ownOnly,
  'contact.ask-swap': ownOnly,
  'contact.answer-swap': ownOnly,
  'contact.withdraw-swap': ownOnly,
  'contact.make-feed': { may: ['deputy'] },
  'contact.revoke-feed': { may: ['deputy'] },

  // Bookings: everybody books, and the code is the right to change it; those on duty and who plans the roster handle it.
  'contact.book': { may: everyone },
  'contact.cancel-booking': { may: everyone },
  'contact.move-booking': { may: everyone },
  'contact.accept-proposal': { may: everyone },
  'contact.confirm-booking': bookingOfPlace,
  'contact.propose-time': bookingOfPlace,
  'contact.decline-booking': bookingOfPlace,
  'contact.note-came': bookingOfPlace,
  'contact.note-answered': bookingOfPlace,
  'contact.booking-to-matter': bookingOfPlace,
  'contact.remind-booking': systemOnly,
  'contact.forget-bookings': systemOnly,

  // Upward and back: the office alone; whom to trust, the security officer too.
  'consultations.submit': clerks,
  'consultations.send-down': clerks,
  'consultations.send-back': clerks,
  'consultations.import-next': clerks,
  'consultations.decide': clerks,
  'consultations.place-by-hand': clerks,
  'consultations.answer': clerks,
  'consultations.tell-answers': systemOnly,
  'consultations.tell-next': systemOnly,
  'consultations.forget-unsent': systemOnly,
  'consultations.evaluate': { may: everyone },
  'consultations.finish-evaluation': clerks,
  // Letters leave from the office, or from the place where they are handed over.
  'consultations.mark-letters': { ...deskOfPlace, subject: { opinions: [{ place_id: here }] } },
  'consultations.unmark-letters': { ...deskOfPlace, subject: { opinions: [{ place_id: here }] } },
  'consultations.add-partner': { may: ['clerk', 'security-officer'] },
  'consultations.remove-partner': { may: ['clerk', 'security-officer'] },
  'consultations.upload-package': clerks,
  'consultations.receive-package': clerks,
  // The receipt is the right; a passport is for whoever is signed in.
  'certificates.issue': { may: everyone },
  'certificates.issue-passport': { may: everyone.filter((who) => who !== 'guest') },
  'stations.record-receptions': logKeepers,
  'stations.raise-reception': logKeepers,
  'stations.void-reception': logKeepers,
  'stations.forget-visitor': logKeepers,
  'stations.preview-import': { may: ['clerk', 'point-staff', 'liaison'], input: { kind: 'receptions' } },
  'stations.confirm-import': { may: ['clerk', 'point-staff', 'liaison'], subject: { kind: 'receptions' } },
  'stations.drop-import': { may: ['clerk', 'point-staff', 'liaison'], subject: { kind: 'receptions' } },
  'stations.open-fund': { may: ['clerk', 'committee'] },
  'stations.enter-spending': deedTellers,
  'stations.enter-allowance': deedTellers,
  'stations.counter-entry': deedTellers,
  'stations.keep-fund-receipt': deedTellers,
  'stations.enter-budget': fundApprovers,
  'stations.decide-entry': fundApprovers,
  'stations.award-plaque': network,
  'stations.withdraw-plaque': network,
  'stations.tell-base': keepersOfPlace,
  'stations.ask-visit': { may: everyone },
  'stations.withdraw-visit': { may: everyone },
  'stations.confirm-visit': visitReceivers,
  'stations.move-visit': visitReceivers,
  'stations.refuse-visit': visitReceivers,
  'stations.note-visit': visitReceivers,
  'stations.forget-visit-contact': visitReceivers,
  'stations.open-room': visitReceivers,
  'stations.close-room': visitReceivers,
  'stations.note-deed': deedTellers,
  'stations.show-deed': deedTellers,
  'stations.withdraw-deed': deedTellers,
  'stations.add-deed-photo': deedTellers,
  'publicity.draft': publishersOfPlace,
  'publicity.change': publishersOfPlace,
  'publicity.publish': publishersOfPlace,
  'publicity.correct': publishersOfPlace,
  'publicity.withdraw': publishersOfPlace,
  'publicity.report': publishersOfPlace,
  'publicity.add-picture': publishersOfPlace,
  'publicity.remove-picture': publishersOfPlace,
}

export const allWho = everyone
