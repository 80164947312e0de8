/* Requests made at random from the rows of the table, most of them nearly right, against the real server and the
 * demonstration world. Whatever comes: no fault of ours, a reply is what its row says, a refusal is a problem. */
#include "harness.h"

#include "base/arena.h"
#include "fuzz.h"
#include "http/route.h"

#include <stdio.h>
#include <string.h>

enum { ROUNDS = 40, POOL = 24 };

static bool chance(int percent)
{
        return (int)fuzz_below(100) < percent;
}

static const char *one_of(const char *const *list)
{
        size_t n = 0;

        while (list[n])
                n++;
        return list[fuzz_below(n)];
}

/* ---- what is there to be asked for ---- */

static struct arena own;
static const struct pool {
        const char *name, *query; /* argument of a path or field of a body; ids in the demonstration world */
} sources[] = {
        {"case_id", "select case_id from case_file order by random()"},
        {"clue_id", "select clue_id from clue order by random()"},
        {"clue_ids", "select clue_id from clue where status = 'registered' order by random()"},
        {"document_id", "select document_id from case_document where case_id = '01920000-0000-7000-8000-000000000101' order by random()"},
        {"inspection_id", "select inspection_id from inspection order by random()"},
        {"event_id", "select event_id from case_event order by random()"},
        {"merged_into", "select clue_id from clue order by random()"},
        {"person_id", "select person_id from person order by random()"},
        {"reviewer_id", "select person_id from person where login like 'reviewer%%'"},
        {"officers", "select person_id from person where login like 'officer%%' order by random()"},
        {"officer_id", "select person_id from person where login like 'officer%%' order by random()"},
        {"subject_id", "select case_id from case_file order by random()"},
        {"assignment_id", "select assignment_id from role_assignment order by random()"},
        {"review_id", "select review_id from review order by random()"},
        {"checklist_id", "select checklist_id from checklist"},
        {"unit_id", "select unit_id from unit order by random()"},
        {"subject_unit_id", "select unit_id from unit order by random()"},
        {"cause_code", "select cause_code from cause_of_action"},
        {"quarter", "select '202' || 4 + i / 4 || 'Q' || 1 + i % 4 from generate_series(0, 11) i"},
        {"login", "select login from person where kind <> 'system'"},
        {"item_code", "select item_code from checklist_item order by random()"},
        {"credit_code", "select '91310115MA1H8R7C67'"},
        {"id_number", "select '11010519491231002X'"},
        {"received_on", "select '2026-01-0' || i from generate_series(1, 9) i"},
        {"result_on", "select '2026-11-0' || i from generate_series(1, 9) i"},
        {"certificate_from", "select '2025-01-01'"},
        {"certificate_to", "select '2030-01-01'"},
        {"valid_from", "select '2025-01-01'"},
        {"valid_to", "select '2030-01-01'"},
};
enum { SOURCES = sizeof sources / sizeof sources[0] };
static const char *pools[SOURCES][POOL];
static const char *people[64];

static void fill_pools(void)
{
        sql("select setseed(0.5)");
        for (size_t i = 0; i < SOURCES; i++)
                for (size_t n = 0; n < POOL; n++)
                        pools[i][n] = arena_text(&own, sql("select * from (%s) x offset %zu limit 1", sources[i].query, n));
        for (size_t i = 0; i < 63; i++)
                people[i] = arena_text(&own, sql("select login from person where kind <> 'system' order by login offset %zu limit 1", i));
}

static bool is_made_anew; /* this request makes a unit or a person: its name must not be known */

/* NULL: nothing by this name is known. */
static const char *known(const char *name)
{
        if (is_made_anew && (!strcmp(name, "login") || !strcmp(name, "unit_id")))
                return chance(90) ? text("new%zu", fuzz_below(1000000)) : "city";
        for (size_t i = 0; i < SOURCES; i++)
                if (!strcmp(sources[i].name, name)) {
                        const char *v = pools[i][fuzz_below(POOL)];

                        return v ? v : pools[i][0];
                }
        return NULL;
}

/* ---- values ---- */

static const char *const strange[] = {
        "null", "true", "[]", "{}", "0", "-1", "1.5", "1e400", "9223372036854775807", "-9223372036854775808", "\"\"", "\" \"", "\"\\u0000\"",
        "\"\\ud83d\\ude00\"", "\"\\ufdfa\\ufdfa\\ufdfa\"", "\"'; drop table case_file; --\"", "\"\\\\\"", "\"%s%n\"", "\"{prefix}{year}{serial:9}\"", "\"\\u202e右\"",
        "\"\\n\\t\"", "\"2026-02-30\"", "\"1900-01-01\"", "\"2199-12-31\"", "\"infinity\"", "\"NaN\"", "[null]", "[[]]", "{\"a\":{}}", "\"{1,2}\"", NULL};

static const char *random_text(const struct field *fd)
{
        static const char *const pieces[] = {"上海", "人防", "工程", "a", "B7", "（一）", "〔2026〕", "-", "號", "é", "😀", "ﬁ", "①", "\\\"", "\\\\", "<b>", "&", "%"};
        long long max = fd->max ? fd->max : FIELD_TEXT_MAX, n = 1 + (long long)fuzz_below((size_t)(chance(5) ? max : max < 12 ? max : 12));
        struct text t = {.arena = &own};

        text_add(&t, "人");
        while (--n > 0 && t.len < 8000)
                text_add(&t, pieces[fuzz_below(sizeof pieces / sizeof pieces[0])]);
        return text_str(&t);
}

static const char *random_day(void)
{
        return text("20%02zu-%02zu-%02zu", 24 + fuzz_below(3), 1 + fuzz_below(12), 1 + fuzz_below(28));
}

static const char *object_of(const struct field *fields, int depth);

static const char *number_of(const struct field *fd)
{
        long long low = fd->min, high = fd->max ? fd->max : 100;

        if (chance(20))
                return text("%lld", chance(50) ? low : high);
        return text("%lld", low + (long long)fuzz_below((size_t)(high - low < 2000000 ? high - low + 1 : 2000000)));
}

static const char *scalar_of(const struct field *fd, int depth)
{
        const char *there = known(fd->name);

        if (fd->type == F_OBJECT)
                return object_of(fd->fields, depth + 1);
        if (fd->type == F_INT)
                return number_of(fd);
        if (fd->type == F_BOOL)
                return chance(50) ? "true" : "false";
        if (fd->type == F_DATE && there && chance(90))
                return text("\"%s\"", there);
        if (fd->type == F_DATE)
                return text("\"%s\"", random_day());
        if (fd->type == F_TIME)
                return text("\"%sT%02zu:00:00+08:00\"", random_day(), fuzz_below(24));
        if (there && chance(95))
                return text("\"%s\"", there);
        if (fd->choices)
                return text("\"%s\"", one_of(fd->choices));
        if (fd->type == F_UUID)
                return text("\"01920000-0000-7000-8000-%012zu\"", fuzz_below(600));
        if (fd->flags & FIELD_VERBATIM)
                return "\"demo-password-1\"";
        return text("\"%s\"", random_text(fd));
}

static const char *value_of(const struct field *fd, int depth)
{
        size_t n = chance(3) && fd->list_max ? (size_t)fd->list_max : fuzz_below(3) + 1;
        struct text t = {.arena = &own};

        if (chance(2))
                return one_of(strange);
        if (!(fd->flags & FIELD_LIST))
                return scalar_of(fd, depth);
        text_add(&t, "[");
        for (size_t i = 0; i < n; i++)
                text_addf(&t, "%s%s", i ? "," : "", scalar_of(fd, depth));
        text_add(&t, "]");
        return text_str(&t);
}

static const char *object_of(const struct field *fields, int depth)
{
        struct text t = {.arena = &own};

        text_add(&t, "{");
        for (const struct field *fd = fields; fd->name; fd++) {
                if (!chance(fd->flags & FIELD_REQUIRED ? 98 : depth ? 15 : 25))
                        continue;
                text_addf(&t, "%s\"%s\":%s", t.len > 1 ? "," : "", fd->name, value_of(fd, depth));
        }
        if (chance(1))
                text_addf(&t, "%s\"no_such\":1", t.len > 1 ? "," : "");
        text_add(&t, "}");
        return text_str(&t);
}

/* One byte more, less or other. */
static const char *spoiled(const char *s)
{
        size_t n = strlen(s), at_byte = n ? fuzz_below(n) : 0;
        char c = "\"{}[]:,\\0-e.\x01\x7f\xff\xe6"[fuzz_below(16)];

        switch (fuzz_below(3)) {
        case 0:
                return text("%.*s%s", (int)at_byte, s, s + at_byte + (n ? 1 : 0));
        case 1:
                return text("%.*s%c%s", (int)at_byte, s, c, s + at_byte);
        default:
                return text("%.*s%c%s", (int)at_byte, s, c, s + at_byte + (n ? 1 : 0));
        }
}

static const char *body_of(const struct route *r)
{
        const char *body = r->body ? chance(15) && r->example_body ? r->example_body : object_of(r->body, 0) : NULL;

        return body && chance(4) ? spoiled(body) : body;
}

/* ---- addresses ---- */

static const char *escaped(const char *s)
{
        struct text t = {.arena = &own};

        for (; *s; s++)
                if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.", *s))
                        text_add_n(&t, s, 1);
                else
                        text_addf(&t, "%%%02X", (unsigned char)*s);
        return text_str(&t);
}

static const char *argument(const char *name)
{
        const char *v = known(name);

        if (!v || chance(3))
                return escaped(one_of(strange));
        return escaped(v);
}

static void add_parameter(struct text *t, const struct field *fd)
{
        const char *v = value_of(fd, 1);
        size_t n = strlen(v);
        bool quoted = n > 1 && *v == '"';

        text_addf(t, "%c%s=%s", strchr(text_str(t), '?') ? '&' : '?', fd->name, escaped(text("%.*s", (int)(n - (quoted ? 2 : 0)), v + quoted)));
}

static const char *target_of(const struct route *r)
{
        struct text t = {.arena = &own};
        const char *p = r->path;

        while (*p) {
                size_t n = strcspn(p, "{"), close = strcspn(p, "}");

                text_add_n(&t, p, n);
                if (!p[n])
                        break;
                text_add(&t, argument(text("%.*s", (int)(close - n - 1), p + n + 1)));
                p += close + 1;
        }
        for (const struct field *fd = r->query; fd && fd->name; fd++)
                if (chance(20))
                        add_parameter(&t, fd);
        if (r->flags & ROUTE_LIST && chance(40))
                text_addf(&t, "%climit=%zu", strchr(text_str(&t), '?') ? '&' : '?', fuzz_below(203));
        return text_str(&t);
}

/* Mostly the version of what the address names. */
static const char *if_match(const char *target)
{
        static const char version[] = "select version from case_file where case_id::text = '%s' union all select version from clue where clue_id::text = '%s'"
                                      " union all select version from review where review_id::text = '%s' union all select version from person"
                                      " where person_id::text = '%s' union all select version from unit where unit_id = '%s'";
        const char *id = strchr(target + strlen("/api/v1/"), '/'), *is;

        id = text("%.*s", (int)(id ? strcspn(id + 1, "/?%'") : 0), id ? id + 1 : "");
        is = chance(85) ? sql(version, id, id, id, id, id) : NULL;
        return chance(3) ? "If-Match: *" : is ? text("If-Match: \"%s\"", is) : text("If-Match: \"%zu\"", 1 + fuzz_below(7));
}

/* ---- what comes back ---- */

static void expect_sound(const struct route *r, const struct answer *a, const char *what)
{
        ck_assert_msg(a->status < 500, "%s %s\n%d %s", r->id, what, a->status, a->text);
        ck_assert_msg(a->status >= 200, "%s %s: no reply", r->id, what);
        ck_assert_msg(strlen(header(a, "X-Request-Id")) == 36, "%s %s: no request id", r->id, what);
        if (a->status < 400)
                return;
        ck_assert_msg(!strcmp(header(a, "Content-Type"), "application/problem+json") && at(a, "code") && at(a, "request_id"), "%s %s\n%d %s", r->id, what,
                      a->status, a->text);
        for (size_t i = 0; i < count_at(a, "errors"); i++)
                ck_assert_msg((at(a, text("errors/%zu/pointer", i)) || at(a, text("errors/%zu/name", i))) && at(a, text("errors/%zu/code", i)) &&
                                      at(a, text("errors/%zu/detail", i)),
                              "%s %s\n%s", r->id, what, a->text);
}

static int good, bad;

/* Now and then the row's own example, whose address and body belong together. */
static void one_round(const struct route *r)
{
        bool example = chance(15) && r->example_path && r->example_body;
        const char *who = chance(75) ? r->example_login : chance(90) ? one_of(people) : NULL;
        const char *target, *body;
        const char *headers[5] = {chance(50) ? "Accept-Language: en" : "Accept-Language: zh"};
        struct answer *a;
        int n = 1;

        is_made_anew = !strcmp(r->id, "createUnit") || !strcmp(r->id, "createPerson");
        target = example ? r->example_path : target_of(r);
        body = example ? r->example_body : body_of(r);
        if (r->flags & ROUTE_IF_MATCH && chance(95))
                headers[n++] = if_match(target);
        if (r->flags & ROUTE_CREATES && !(r->flags & ROUTE_NO_KEY) && chance(30))
                headers[n++] = text("Idempotency-Key: fuzz-key-%zu", fuzz_below(10));
        if (chance(2))
                headers[n++] = "Accept: text/html";
        a = request(who, r->method, target, body, headers);
        expect_sound(r, a, text("as %s: %s\n%.2000s", who ? who : "nobody", target, body ? body : ""));
        *(a->status < 400 ? &good : &bad) += 1;
}

/* What one round takes away from somebody (a session, a role, the password), the next has again. */
static void put_back(void)
{
        sql("insert into session select * from public.kept_session on conflict do nothing; delete from signin_attempt;"
            "update person p set disabled_at = null, version = 1 where kind <> 'system';"
            "update credential c set salt = k.salt, verifier = k.verifier from public.kept_credential k where k.person_id = c.person_id;"
            "update role_assignment a set valid_to = k.valid_to from public.kept_role k where k.assignment_id = a.assignment_id");
}

START_TEST(the_world_is_kept)
{
        fill_pools();
        for (size_t i = 0; people[i]; i++)
                token_of(people[i]);
        sql("create table public.kept_session as select * from session; create table public.kept_credential as select * from credential;"
            "create table public.kept_role as select * from role_assignment");
}
END_TEST

START_TEST(whatever_is_asked_the_answer_is_sound)
{
        uint64_t rounds = fuzz_env("ANJUAN_FUZZ_ROUNDS", ROUNDS);

        fuzz_begin();
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        int good_before = good, bad_before = bad;

                        for (uint64_t i = 0; i < rounds && !(r->flags & ROUTE_PLAIN); i++) {
                                one_round(r);
                                if (strstr(r->tag, "人员") || strstr(r->tag, "登录"))
                                        put_back();
                        }
                        printf("%-24s %4d done %4d refused\n", r->id, good - good_before, bad - bad_before);
                }
        ck_assert_msg(good > (good + bad) / 4, "hardly anything was good: %d of %d", good, good + bad);
}
END_TEST

START_TEST(what_the_log_and_the_cases_say_still_agrees)
{
        ck_assert_str_eq(sql("select count(*) from case_file f where version <> (select max(case_version) from case_event e where e.case_id = f.case_id)"
                             " and origin = 'native'"),
                         "0");
        ck_assert_str_eq(sql("select count(*) from case_file f where not exists (select from case_party p where p.case_id = f.case_id)"), "0");
        ck_assert_str_eq(sql("select count(*) from case_file f where fine_fen <> coalesce((select sum(amount_fen) from case_penalty p"
                             " where p.case_id = f.case_id and p.kind = 'fine'), 0) and origin = 'native' and outcome is not null"),
                         "0");
        ck_assert_str_eq(sql("select count(*) from clue a join clue b on b.clue_id = a.merged_into where b.status = 'merged'"), "0");
        arena_free(&own);
}
END_TEST

HARNESS_MAIN("fuzz_api", "demo", the_world_is_kept, whatever_is_asked_the_answer_is_sound, what_the_log_and_the_cases_say_still_agrees)
