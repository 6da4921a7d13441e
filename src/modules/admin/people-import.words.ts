/** Words that a sheet may use for who may see a name. */
export const visibilityWords = {
  public: 'public',
  office: 'office',
  nobody: 'nobody',
  所有人: 'public',
  公开: 'public',
  只有经办单位: 'office',
  经办单位: 'office',
  不给别人看: 'nobody',
  不公开: 'nobody',
}
