-- The edition in use: one row.
select * from edition.edition
