-- Nothing looks a leaf up by its hash. A leaf has no place in the log until it is sequenced, and only places are unique.
drop index ledger.leaf_hash;
alter table ledger.leaf drop constraint leaf_council_id_idx_key;
create unique index leaf_place on ledger.leaf (council_id, idx) where idx is not null;
