export * from './actions/erasure.ts'
export * from './actions/passkeys.ts'
export * from './actions/roles.ts'
export * from './actions/self.ts'
export {
  askPasskey,
  type CodeResult,
  departForIdentityService,
  enterCode,
  type FactorResult,
  type SignedIn,
  signInByIdentity,
  signInByPasskey,
  signInToDemo,
  signOut,
} from './actions/sign-in.ts'
