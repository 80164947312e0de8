-- What is folded leaves the pages of count_delta empty until vacuum comes, and after a bulk load they are many: by this
-- index neither readers nor the fold walk through them.
set local role anjuan_owner;
create index count_delta_month on count_delta (month);
