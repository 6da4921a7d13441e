-- Where else somebody may be told: a browser that takes pushes, a WeChat account that follows ours.
create table notices.device (
  council_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('push', 'wechat')),
  -- A browser's subscription as JSON, or an openid.
  address text not null check (length(address) between 1 and 2000),
  label text not null default '' check (length(label) <= 80),
  added_at timestamptz not null,
  primary key (council_id, id)
);
create unique index device_once on notices.device (council_id, kind, md5(address));
create index device_of_account on notices.device (council_id, account_id);

alter table notices.outgoing drop constraint outgoing_channel_check;
alter table notices.outgoing add constraint outgoing_channel_check
  check (channel in ('phone', 'email', 'push', 'wechat'));

-- How many messages somebody was sent in the last hour.
create index outgoing_recent on notices.outgoing (council_id, account_id, created_at) where account_id is not null;
drop index notices.outgoing_of_account;
