/* The legal department changes a number from a day on; what was done before keeps the old one, and nobody else changes it. */
#include "harness.h"

#include <string.h>
#include <unistd.h>

#define LEGAL "legal1.city"
#define OFFICER "officer1.huangpu"
#define LEAD "lead.huangpu"

static void it_is(const char *day)
{
        static const char *const people[] = {LEGAL, OFFICER, LEAD, "officer2.huangpu", "officer1.pudong", "lead.pudong", "admin.city",
                                             "auditor.city", "legalreview.city"};

        for (size_t i = 0; i < sizeof people / sizeof *people; i++)
                token_of(people[i]);
        sql("update session set expires_at = '2100-01-01', last_seen_at = '2099-12-31'");
        set_now(text("%s 10:00+08", day));
}

static struct answer *add(const char *who, const char *etag, const char *body, const char *path)
{
        return change(who, "POST", etag, body, "/api/v1/%s/versions", path);
}

static const char *parameter(const char *from, long long value, const char *more)
{
        return text("{\"valid_from\":\"%s\",\"value\":%lld,\"basis_zh\":\"修订后的规定\",\"verified\":true%s}", from, value, more);
}

static const char *cause_04(const char *from, long long least, long long most, const char *more)
{
        return text("{\"valid_from\":\"%s\",\"verified\":true,\"name_zh\":\"改变主体结构\",\"name_en\":\"Altering\",\"basis_zh\":\"修订后的条款\","
                    "\"active\":true,\"penalty_kinds\":[\"warning\",\"fine\"],\"fine_min_person_fen\":null,\"fine_max_person_fen\":500000,"
                    "\"fine_min_org_fen\":%lld,\"fine_max_org_fen\":%lld%s}",
                    from, least, most, more);
}

static const char *decision_of(const char *kind, long long fen, const char *more)
{
        return text("\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"%s\",\"amount_fen\":%lld}]%s", kind, fen, more);
}

/* Ready to be decided: noticed with a fine that no decision here goes beyond. */
static const char *noticed_case(const char *filed_on, const char *day, const char *fields)
{
        const char *id = case_filed_by(OFFICER, filed_on, fields);

        investigate("huangpu", id, day);
        expect(record(OFFICER, id, "notice_served", day, text("\"until\":\"%s\",\"penalties\":[{\"kind\":\"warning\"}]", sql("select date '%s' + 20", day))), 201);
        /* As nobody may notice it: the guards of the decision are to be seen alone. */
        sql("update case_event set amount_fen = 100000000, data = data || '{\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":100000000},"
            "{\"kind\":\"confiscate_income\"},{\"kind\":\"confiscate_goods\"},{\"kind\":\"close_down\"}]}' where case_id = '%s' and kind = 'notice_served'", id);
        expect(record(OFFICER, id, "defence_waived", day, "\"remark\":\"书面放弃陈述申辩\""), 201);
        return id;
}

static void expect_unmet(struct answer *a, const char *code, const char *article)
{
        ck_assert_msg(a->status == 409 || a->status == 422, "%d %s", a->status, a->text);
        ck_assert_msg(at(a, "unmet/0/code") && !strcmp(at(a, "unmet/0/code"), code), "%s", a->text);
        ck_assert_pstr_eq(at(a, "unmet/0/article"), article);
}

static struct answer *refused(struct answer *a, int status, const char *where, const char *code)
{
        ck_assert_msg(a->status == status, "%d %s", a->status, a->text);
        expect_field(a, where, code);
        return a;
}

/* ---- reading ---- */

START_TEST(a_catalogue_says_what_is_in_force_and_what_will_be)
{
        struct answer *a;

        it_is("2026-11-20");
        a = get(OFFICER, "/api/v1/causes");
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 17);
        ck_assert_str_eq(at(a, "items/10/code"), "11");
        ck_assert_int_eq(number_at(a, "items/10/fine_max_org_fen"), 500000);
        ck_assert_str_eq(at(a, "items/16/active"), "false");
        expect(add(LEGAL, "\"1\"", parameter("2027-01-01", 40000, ""), "parameters/simple_fine_max_person"), 201);
        a = get(OFFICER, "/api/v1/parameters/simple_fine_max_person");
        ck_assert_int_eq(number_at(a, "version"), 2);
        ck_assert_str_eq(at(a, "versions/0/status"), "future");
        ck_assert_str_eq(at(a, "versions/1/status"), "in_force");
        ck_assert_str_eq(at(a, "versions/1/next_from"), "2027-01-01");
        a = get(OFFICER, "/api/v1/parameters?on=2026-12-31");
        for (size_t i = 0; i < count_at(a, "items"); i++)
                ck_assert_int_ne(number_at(a, text("items/%zu/value", i)), 40000);
        ck_assert_str_eq(sql("select parameter_on('simple_fine_max_person', '2026-12-31') || ' ' || parameter_on('simple_fine_max_person', '2027-01-01')"),
                         "20000 40000");
        expect_problem(get(OFFICER, "/api/v1/causes/99"), 404, "not-found");
        expect_problem(get(OFFICER, "/api/v1/causes?day=2026-12-31"), 400, "bad-request");
}
END_TEST

/* The defaults: what was read in the law is in use, what was not is left out and says so. */
START_TEST(the_causes_have_the_ranges_of_the_law)
{
        ck_assert_str_eq(sql("select string_agg(concat_ws(' ', cause_code, coalesce(fine_min_person_fen / 100, 0), fine_max_person_fen / 100,"
                             " coalesce(fine_min_org_fen / 100, 0), fine_max_org_fen / 100), ', ' order by cause_code)"
                             " from cause_of_action where active and version = 1"),
                         "01 0 100000 0 100000, 02 0 5000 10000 50000, 03 0 5000 10000 50000, 04 0 5000 10000 50000, 05 0 5000 10000 50000,"
                         " 06 0 5000 10000 50000, 07 0 5000 10000 50000, 08 0 5000 10000 50000, 09 10000 100000 10000 100000,"
                         " 10 1000 5000 10000 50000, 11 100 1000 500 5000");
        ck_assert_str_eq(sql("select string_agg(cause_code, ' ' order by cause_code) from cause_of_action where not verified"), "13 14 15 16 17");
        ck_assert_str_eq(sql("select count(*) from cause_of_action where not verified and active"), "0");
        ck_assert_str_eq(sql("select string_agg(distinct penalty_kinds::text, ' ') from cause_of_action where active"), "{warning,fine,confiscate_income}");
        ck_assert_str_eq(sql("select count(*) || ' ' || count(max_fen) from benchmark_tier where version = 1"), "33 0");
        ck_assert_ptr_null(sql("select string_agg(name, ' ') from parameter where basis_zh = '' or name_zh = '' or name_en = ''"));
        ck_assert_str_eq(sql("select string_agg(basis_zh, ' ' order by cause_code) from unnest(array['06', '09', '10', '11']) c, cause_on(c, '2026-11-20')"),
                         "人民防空法第三十五条第二款、第四十九条第五项 上海市民防条例第三十六条第一款、第四十三条第一项"
                         " 上海市民防条例第三十八条第四款、第四十三条第二项 上海市民防条例第四十一条第二款、第四十三条第三项");
        /* The threshold is the maximum of the law, so that the maximum is heard. */
        ck_assert_str_eq(sql("select parameter_on('hearing_fine_org', '2026-11-20') = max(fine_max_org_fen) from cause_of_action"
                             " where basis_zh like '人民防空法第四十九条%%'"), "t");
}
END_TEST

START_TEST(no_number_stands_in_two_places)
{
        ck_assert_ptr_null(sql("select string_agg(p.name, ' ') from parameter p join term t on p.name in (t.code, t.code || '_days')"));
        ck_assert_str_eq(sql("select string_agg(length::text, ' ' order by code) from (select distinct on (code) code, length from term"
                             " where code in ('defence', 'demand', 'hearing_notice', 'hearing_request', 'payment', 'public_notice')"
                             " order by code, version desc) t"),
                         "3 10 7 5 15 30");
}
END_TEST

/* ---- what a change does ---- */

START_TEST(a_threshold_acts_from_its_day_on)
{
        const char *early, *late;

        it_is("2026-11-20");
        expect(add(LEGAL, "\"1\"", parameter("2026-12-01", 2000000, ""), "parameters/hearing_fine_org"), 201);
        it_is("2026-12-20");
        early = noticed_case("2026-11-02", "2026-11-10", "");
        late = noticed_case("2026-11-02", "2026-12-10", "");
        expect(record(LEAD, early, "decided", "2026-11-30", decision_of("fine", 2000000, "")), 201);
        expect_unmet(record(LEAD, late, "decided", "2026-12-10", decision_of("fine", 2000000, "")), "hearing_offered", "行政处罚法第六十三条第一款");
        expect(record(LEAD, late, "decided", "2026-12-10", decision_of("fine", 1999999, "")), 201);
}
END_TEST

START_TEST(a_case_keeps_the_cause_that_was_in_force_on_the_day_of_the_act)
{
        const char *old, *new, *milder;
        struct answer *a;

        it_is("2027-01-04");
        expect(add(LEGAL, "\"1\"", cause_04("2027-02-01", 500000, 1500000, ""), "causes/04"), 201);
        it_is("2027-03-20");
        old = noticed_case("2027-02-22", "2027-03-01", "\"occurred_on\":\"2027-01-15\",\"place\":\"甲路1号\"");
        new = noticed_case("2027-02-22", "2027-03-01", "\"occurred_on\":\"2027-02-15\",\"place\":\"乙路1号\"");
        milder = noticed_case("2027-02-22", "2027-03-01", "\"occurred_on\":\"2027-01-16\",\"place\":\"丙路1号\"");
        ck_assert_int_eq(number_at(get(OFFICER, "/api/v1/cases/%s", old), "cause_version"), 1);
        ck_assert_int_eq(number_at(get(OFFICER, "/api/v1/cases/%s", new), "cause_version"), 2);
        expect_unmet(record(LEAD, new, "decided", "2027-03-10", decision_of("fine", 1600000, "")), "fine_in_range", "行政处罚法第七十六条第一款第二项");
        expect_unmet(record(LEAD, new, "decided", "2027-03-10", decision_of("confiscate_income", 100, "")), "penalty_of_cause",
                     "行政处罚法第三十八条第一款");
        expect(record(LEAD, old, "decided", "2027-03-10", decision_of("fine", 1600000, "")), 201);
        /* The law at the decision is milder. */
        expect_unmet(record(LEAD, milder, "decided", "2027-03-10", decision_of("fine", 600000, "")), "fine_in_range", "行政处罚法第七十六条第一款第二项");
        a = record(LEAD, milder, "decided", "2027-03-10", decision_of("fine", 600000, ",\"newer_law\":true"));
        expect(a, 201);
        ck_assert_str_eq(at(a, "data/applied/0/cause_code"), "04");
        ck_assert_int_eq(number_at(a, "data/applied/0/version"), 2);
        /* Not where it would be heavier. */
        ck_assert_int_eq(number_at(get(OFFICER, "/api/v1/cases/%s", milder), "cause_version"), 1);
}
END_TEST

/* 人防法第四十九条 and 条例第四十三条 for one act: the higher fine. */
START_TEST(of_several_causes_the_higher_fine_applies)
{
        const char *id;
        struct answer *a;

        it_is("2026-12-20");
        id = noticed_case("2026-11-02", "2026-11-10", "");
        expect(record(OFFICER, id, "hearing_told", "2026-11-10", "\"until\":\"2026-11-30\""), 201);
        expect(record(OFFICER, id, "hearing_waived", "2026-11-10", "\"remark\":\"书面放弃\""), 201);
        expect_unmet(record(LEAD, id, "decided", "2026-12-11", decision_of("fine", 5000001, ",\"causes\":[\"99\"]")), "cause_known",
                     "行政处罚法第三十八条第一款");
        expect_unmet(record(LEAD, id, "decided", "2026-12-11", decision_of("fine", 100, ",\"causes\":[\"13\"]")), "cause_known",
                     "行政处罚法第三十八条第一款");
        expect_unmet(record(LEAD, id, "decided", "2026-12-11", decision_of("fine", 5000001, "")), "fine_in_range", "行政处罚法第七十六条第一款第二项");
        a = record(LEAD, id, "decided", "2026-12-11", decision_of("fine", 6000000, ",\"causes\":[\"09\"]"));
        ck_assert_msg(!strstr(a->text, "fine_in_range"), "%s", a->text);
}
END_TEST

START_TEST(a_benchmark_holds_a_decision_to_its_tier)
{
        const char *tiers = "{\"valid_from\":\"2027-04-01\",\"verified\":true,\"title_zh\":\"裁量基准\",\"basis_zh\":\"裁量基准（2027版）\",\"tiers\":["
                            "{\"tier\":\"lighter\",\"condition_zh\":\"后果轻微\",\"min_fen\":500000,\"max_fen\":700000},"
                            "{\"tier\":\"general\",\"condition_zh\":\"一般\",\"measure_zh\":\"损坏数量\",\"measure_unit\":\"樘\",\"measure_below\":300,"
                            "\"min_fen\":700000,\"max_fen\":1000000},"
                            "{\"tier\":\"general\",\"condition_zh\":\"较多\",\"measure_zh\":\"损坏数量\",\"measure_unit\":\"樘\",\"measure_from\":300,"
                            "\"rate_fen\":300000,\"cap_fen\":1400000}]}";
        const char *id;

        it_is("2027-03-20");
        expect(add(LEGAL, "\"1\"", tiers, "benchmarks/04"), 201);
        it_is("2027-05-20");
        id = noticed_case("2027-04-06", "2027-04-12", "");
        sql("update case_event set data = data - 'tier' where case_id = '%s' and kind = 'investigated'", id);
        expect_unmet(record(LEAD, id, "decided", "2027-05-10", decision_of("fine", 800000, "")), "tier_named", "行政处罚法第三十四条");
        expect_unmet(record(LEAD, id, "decided", "2027-05-10", decision_of("fine", 1200000, ",\"tier\":\"general\",\"measure\":200")), "fine_in_tier",
                     "行政处罚法第三十四条");
        expect_unmet(record(LEAD, id, "decided", "2027-05-10", decision_of("fine", 600000, ",\"tier\":\"lighter\"")), "lighter_ground",
                     "行政处罚法第三十二条");
        expect(record(LEAD, id, "decided", "2027-05-10", decision_of("fine", 1200000, ",\"tier\":\"general\",\"measure\":400")), 201);
        ck_assert_str_eq(sql("select data -> 'applied' -> 0 ->> 'benchmark' from case_event where case_id = '%s' and kind = 'decided'", id), "2");
}
END_TEST

static const char *case_of_the_act(const char *officer)
{
        const char *id = case_filed_by(officer, "2026-11-02", "\"occurred_on\":\"2026-10-08\",\"place\":\"人民路9号地下一层\"");

        sql("update case_party set credit_code = '91310115MA1H8R7C67' where case_id = '%s'", id);
        return id;
}

/* One act of the same party, known by day, place and cause, handled twice, in two units. */
START_TEST(one_act_is_not_fined_twice)
{
        const char *first, *second;
        struct answer *a;

        it_is("2026-12-20");
        first = case_of_the_act("officer1.pudong");
        investigate("pudong", first, "2026-11-10");
        expect(penalise("pudong", first, "2026-11-10", 1000000), 201);
        second = case_of_the_act(OFFICER);
        investigate("huangpu", second, "2026-11-10");
        a = penalise("huangpu", second, "2026-11-11", 1000000);
        expect_unmet(a, "fined_once", "行政处罚法第二十九条");
        ck_assert_ptr_null(strstr(a->text, first));
        expect(record(LEAD, second, "decided", "2026-11-12", "\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"warning\"}]"), 201);
}
END_TEST

/* Another district, what may be the same act: another word for the place, or no day on record. */
START_TEST(what_may_be_the_same_act_is_told_and_the_decision_says_why_it_is_not)
{
        const char *first, *second, *why = ",\"other_act\":\"拆除的是另一樘门，行为不同\"";
        struct answer *a;

        it_is("2026-12-20");
        first = case_filed_by("officer1.huangpu", "2026-11-02", "\"occurred_on\":\"2026-10-09\",\"place\":\"中华路9号 地下一层\"");
        second = case_filed_by("officer1.huangpu", "2026-11-02", "\"place\":\"中华路９号地下一层\"");
        sql("update case_party set credit_code = '913101157653213966' where case_id in ('%s', '%s')", first, second);
        investigate("huangpu", first, "2026-11-10");
        expect(penalise("huangpu", first, "2026-11-10", 1000000), 201);
        investigate("huangpu", second, "2026-11-10");
        a = penalise("huangpu", second, "2026-11-11", 1000000);
        expect_unmet(a, "other_act_said", "行政处罚法第二十九条");
        ck_assert_ptr_nonnull(strstr(a->text, at(get(OFFICER, "/api/v1/cases/%s", first), "number")));
        a = record(LEAD, second, "decided", "2026-11-12", decision_of("fine", 1000000, text(",\"remark\":\"事实清楚\"%s", why)));
        expect(a, 201);
        ck_assert_str_eq(at(a, "data/fined_beside"), at(get(OFFICER, "/api/v1/cases/%s", first), "number"));
        ck_assert_ptr_nonnull(at(a, "data/other_act"));
        first = case_filed_by("officer1.pudong", "2026-11-02", "\"place\":\"中华路9号地下一层\"");
        sql("update case_party set credit_code = '913101157653213966' where case_id = '%s'", first);
        investigate("pudong", first, "2026-11-10");
        a = penalise("pudong", first, "2026-11-11", 1000000);
        expect_unmet(a, "other_act_said", "行政处罚法第二十九条");
        ck_assert_ptr_nonnull(strstr(a->text, "（***）"));
}
END_TEST

/* A new version of a term: the server's own thread computes the running deadlines anew. */
START_TEST(a_new_term_moves_running_deadlines_by_itself)
{
        static const char all_recomputed[] = "select coalesce(max(law_version), 0) = (select max(law_version) from law_version) from law_recomputed";
        const char *id, *due;

        it_is("2026-12-20");
        id = case_filed_by(OFFICER, "2026-12-14", "");
        due = sql("select due_on from case_deadline where case_id = '%s' and code = 'decision'", id);
        ck_assert_str_eq(due, "2027-03-14");
        refused(add(LEGAL, "\"1\"", "{\"valid_from\":\"2026-12-01\",\"length\":60,\"unit\":\"day\",\"working\":false,\"rolls\":false,"
                                    "\"article\":\"修订后的行政处罚法第六十条\",\"verified\":true}", "terms/decision"), 422, "/reason", "required");
        expect(add(LEGAL, "\"1\"", "{\"valid_from\":\"2026-12-01\",\"length\":60,\"unit\":\"day\",\"working\":false,\"rolls\":false,"
                                   "\"article\":\"修订后的行政处罚法第六十条\",\"verified\":true,\"reason\":\"修订公布晚于登记\"}", "terms/decision"), 201);
        for (int i = 0; i < 100 && strcmp(sql("select due_on from case_deadline where case_id = '%s' and code = 'decision'", id), "2027-02-12"); i++)
                usleep(100000);
        ck_assert_str_eq(sql("select due_on from case_deadline where case_id = '%s' and code = 'decision'", id), "2027-02-12");
        ck_assert_str_eq(sql("select was_on || ' ' || is_on || ' ' || cause from deadline_change where case_id = '%s' and code = 'decision'", id),
                         "2027-03-14 2027-02-12 law");
        for (int i = 0; i < 100 && strcmp(sql(all_recomputed), "t"); i++)
                usleep(100000);
        ck_assert_str_eq(sql(all_recomputed), "t");
}
END_TEST

static const char *template(const char *from, const char *format)
{
        return text("{\"valid_from\":\"%s\",\"template\":\"%s\",\"gapless\":false,\"basis_zh\":\"公文处理办法\",\"verified\":true,\"reason\":\"改版\"}",
                    from, format);
}

START_TEST(a_number_template_holds_from_its_day)
{
        struct answer *a;

        it_is("2027-05-20");
        refused(add(LEGAL, "\"0\"", template("2027-06-01", "{prefix}立{year}"), "number-templates/310101/case"), 422, "/template", "missing");
        refused(add(LEGAL, "\"0\"", template("2027-05-20", "{year}-{serial}"), "number-templates/310101/case"), 422, "/valid_from", "range");
        expect_problem(add(LEGAL, "\"0\"", template("2027-06-01", "{year}-{serial}"), "number-templates/nowhere/case"), 404, "not-found");
        expect(add(LEGAL, "\"0\"", template("2027-06-01", "黄{year}-{serial:4}"), "number-templates/310101/case"), 201);
        a = get(OFFICER, "/api/v1/cases/%s", case_filed_by(OFFICER, "2027-05-18", ""));
        ck_assert_ptr_nonnull(strstr(at(a, "number"), "〔2027〕"));
        it_is("2027-06-01");
        a = get(OFFICER, "/api/v1/cases/%s", case_filed_by(OFFICER, "2027-05-18", ""));
        ck_assert_ptr_nonnull(strstr(at(a, "number"), "黄2027-0"));
}
END_TEST

static const char *filed_on(const char *day)
{
        it_is(day);
        return at(get(OFFICER, "/api/v1/cases/%s", case_filed_by(OFFICER, "2027-05-18", "")), "number");
}

/* Within a year from free numbers to gapless ones and back: no number is given twice. */
START_TEST(a_template_goes_on_behind_the_numbers_of_the_one_before)
{
        const char *gapless = "{\"valid_from\":\"2027-06-10\",\"template\":\"黄{year}-{serial:4}\",\"gapless\":true,\"basis_zh\":\"公文处理办法\",\"verified\":true}";
        const char *was = filed_on("2027-06-02"), *next;

        expect(add(LEGAL, "\"1\"", gapless, "number-templates/310101/case"), 201);
        expect(add(LEGAL, "\"2\"", template("2027-06-20", "黄{year}-{serial:4}"), "number-templates/310101/case"), 201);
        next = filed_on("2027-06-11");
        ck_assert_str_eq(next, sql("select '黄2027-' || lpad((right('%s', 4)::integer + 1)::text, 4, '0')", was));
        next = filed_on("2027-06-12");
        ck_assert_str_eq(next, sql("select '黄2027-' || lpad((right('%s', 4)::integer + 2)::text, 4, '0')", was));
        next = filed_on("2027-06-21");
        ck_assert_str_gt(next, sql("select '黄2027-' || lpad((right('%s', 4)::integer + 2)::text, 4, '0')", was));
        ck_assert_str_gt(filed_on("2027-06-21"), next);
}
END_TEST

/* ---- what is refused ---- */

START_TEST(only_the_legal_department_writes)
{
        static const char *const others[] = {OFFICER, LEAD, "admin.city", "auditor.city", "legalreview.city"};

        it_is("2026-11-20");
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
                expect_problem(add(others[i], "\"1\"", parameter("2028-01-01", 1, ""), "parameters/officers_min"), 403, "forbidden");
                expect_problem(post(others[i], "{\"catalogue\":\"parameter\",\"code\":\"officers_min\",\"version\":1,\"reason\":\"x\"}",
                                    "/api/v1/catalogue-withdrawals"), 403, "forbidden");
        }
        ck_assert_str_eq(sql("select count(*) from parameter where name = 'officers_min'"), "1");
}
END_TEST

START_TEST(what_is_wrong_is_told_at_once)
{
        struct answer *a;

        it_is("2026-11-20");
        a = add(LEGAL, "\"1\"", "{\"valid_from\":\"2028-01-01\",\"value\":-1,\"basis\":\"x\",\"verified\":1}", "parameters/officers_min");
        refused(a, 422, "/value", "range");
        refused(a, 422, "/basis", "unknown");
        refused(a, 422, "/basis_zh", "required");
        refused(a, 422, "/verified", "type");
        expect_problem(add(LEGAL, "\"0\"", parameter("2028-01-01", 1, ""), "parameters/of_nothing"), 404, "not-found");
        refused(add(LEGAL, "\"1\"", parameter("2028-01-01", 2, ""), "parameters/hearing_kind_other"), 422, "/value", "range");
        refused(add(LEGAL, text("\"%s\"", sql("select max(version) from cause_of_action where cause_code = '05'")), cause_04("2028-01-01", 2, 1, ""),
                    "causes/05"), 422, "/fine_max_org_fen", "range");
        a = add(LEGAL, "\"1\"", "{\"valid_from\":\"2028-01-01\",\"verified\":true,\"title_zh\":\"x\",\"basis_zh\":\"x\",\"tiers\":["
                                "{\"tier\":\"none\",\"condition_zh\":\"x\",\"max_fen\":1},{\"tier\":\"general\",\"condition_zh\":\"x\",\"min_fen\":2,\"max_fen\":1},"
                                "{\"tier\":\"general\",\"condition_zh\":\"x\",\"rate_fen\":2}]}", "benchmarks/05");
        refused(a, 422, "/tiers/0/tier", "amount");
        refused(a, 422, "/tiers/1/max_fen", "range");
        refused(a, 422, "/tiers/2/measure_zh", "required");
        refused(add(LEGAL, "\"2\"", "{\"valid_from\":\"2028-01-01\",\"length\":1,\"unit\":\"month\",\"working\":true,\"rolls\":false,\"article\":\"x\","
                                    "\"verified\":true}", "terms/suit"), 422, "/working", "check");
}
END_TEST

/* Before a day on which decisions stand nothing is put; where none stand, with a reason. */
START_TEST(a_version_does_not_reach_back_over_decisions)
{
        it_is("2027-07-01");
        refused(add(LEGAL, "\"2\"", cause_04("2020-01-01", 1, 2, ""), "causes/06"), 422, "/reason", "required");
        expect(add(LEGAL, "\"2\"", cause_04("2020-01-01", 1, 2, ",\"reason\":\"补登\""), "causes/06"), 201);
        refused(add(LEGAL, "\"2\"", cause_04("2026-01-01", 1, 2, ",\"reason\":\"补登\""), "causes/04"), 422, "/valid_from", "decided");
        refused(add(LEGAL, "\"1\"", parameter("2026-01-01", 1, ",\"reason\":\"补登\""), "parameters/officers_min"), 422, "/valid_from", "decided");
        expect(add(LEGAL, "\"1\"", parameter("2027-07-01", 1, ",\"reason\":\"今日起施行\""), "parameters/officers_min"), 201);
}
END_TEST

START_TEST(two_versions_do_not_begin_on_one_day)
{
        it_is("2027-07-01");
        expect(add(LEGAL, "\"1\"", parameter("2029-01-01", 8, ""), "parameters/due_soon_days"), 201);
        refused(add(LEGAL, "\"2\"", parameter("2029-01-01", 9, ""), "parameters/due_soon_days"), 422, "/valid_from", "taken");
        expect_problem(add(LEGAL, "\"1\"", parameter("2029-02-01", 9, ""), "parameters/due_soon_days"), 412, "precondition-failed");
        expect_problem(post(LEGAL, parameter("2029-02-01", 9, ""), "/api/v1/parameters/due_soon_days/versions"), 428, "precondition-required");
}
END_TEST

START_TEST(of_two_at_once_one_wins)
{
        static const char *const headers[] = {"If-Match: \"1\"", NULL};
        struct call calls[8];
        struct answer **answers;
        int made = 0;

        it_is("2027-07-01");
        for (int i = 0; i < 8; i++)
                calls[i] = (struct call){LEGAL, "POST", "/api/v1/parameters/late_fee_rate/versions",
                                         parameter(text("2029-01-%02d", i + 1), 300 + i, ""), headers};
        answers = request_all(calls, 8);
        for (int i = 0; i < 8; i++) {
                made += answers[i]->status == 201;
                ck_assert(answers[i]->status == 201 || answers[i]->status == 412);
        }
        ck_assert_int_eq(made, 1);
        ck_assert_str_eq(sql("select count(*) from parameter where name = 'late_fee_rate'"), "2");
}
END_TEST

static const char *withdrawal(int version)
{
        return text("{\"catalogue\":\"parameter\",\"code\":\"review_pass_min\",\"version\":%d,\"reason\":\"误录\"}", version);
}

START_TEST(only_what_has_not_begun_is_withdrawn)
{
        struct answer *a;

        it_is("2027-07-01");
        expect_problem(post(LEGAL, withdrawal(1), "/api/v1/catalogue-withdrawals"), 409, "rule");
        expect_problem(post(LEGAL, withdrawal(2), "/api/v1/catalogue-withdrawals"), 404, "not-found");
        expect(add(LEGAL, "\"1\"", parameter("2028-01-01", 7000, ""), "parameters/review_pass_min"), 201);
        expect(post(LEGAL, withdrawal(2), "/api/v1/catalogue-withdrawals"), 201);
        expect_problem(post(LEGAL, withdrawal(2), "/api/v1/catalogue-withdrawals"), 409, "rule");
        a = get(OFFICER, "/api/v1/parameters/review_pass_min");
        ck_assert_str_eq(at(a, "versions/0/status"), "withdrawn");
        ck_assert_str_eq(at(a, "versions/0/withdrawn_reason"), "误录");
        ck_assert_str_eq(sql("select parameter_on('review_pass_min', '2028-06-01')"), "6000");
        expect(add(LEGAL, "\"2\"", parameter("2028-01-01", 6500, ""), "parameters/review_pass_min"), 201);
        ck_assert_str_eq(sql("select parameter_on('review_pass_min', '2028-06-01')"), "6500");
        ck_assert_int_eq((int)count_at(get(OFFICER, "/api/v1/catalogue-withdrawals"), "items"), 1);
        ck_assert_str_eq(sql("select count(*) > 0 from audit_event where content like '%%withdrawVersion%%'"), "t");
}
END_TEST

static struct answer *filed_under_07(const char *occurred_on)
{
        return post(OFFICER, text("{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"07\",\"filed_on\":\"2028-02-14\","
                                  "\"occurred_on\":\"%s\",\"parties\":[{\"kind\":\"person\",\"name\":\"张三\"}]}", occurred_on), "/api/v1/cases");
}

START_TEST(a_cause_out_of_use_takes_no_case_of_later_acts)
{
        it_is("2027-07-01");
        expect(add(LEGAL, "\"1\"", "{\"valid_from\":\"2028-01-01\",\"verified\":true,\"name_zh\":\"阻挠\",\"name_en\":\"x\",\"basis_zh\":\"x\",\"active\":false}",
                   "causes/07"), 201);
        it_is("2028-03-01");
        refused(filed_under_07("2028-01-01"), 422, "/cause_code", "inactive");
        expect(filed_under_07("2027-12-31"), 201);
}
END_TEST

START_TEST(nothing_is_edited_in_place)
{
        static const char *const edits[] = {"update parameter set value = 1", "delete from parameter", "update cause_of_action set active = false",
                                            "update benchmark_tier set max_fen = 1", "delete from term", "update number_template set template = 'x'",
                                            "delete from law_version", "delete from catalogue_withdrawal"};

        for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
                sql("do $$ begin %s; raise 'edited'; exception when check_violation then null; end $$", edits[i]);
}
END_TEST

HARNESS_MAIN("catalogues", "people", the_causes_have_the_ranges_of_the_law, a_catalogue_says_what_is_in_force_and_what_will_be, no_number_stands_in_two_places,
             a_threshold_acts_from_its_day_on, of_several_causes_the_higher_fine_applies, one_act_is_not_fined_twice, what_may_be_the_same_act_is_told_and_the_decision_says_why_it_is_not,
             a_new_term_moves_running_deadlines_by_itself, a_case_keeps_the_cause_that_was_in_force_on_the_day_of_the_act,
             a_benchmark_holds_a_decision_to_its_tier, a_number_template_holds_from_its_day,
             a_template_goes_on_behind_the_numbers_of_the_one_before, only_the_legal_department_writes,
             what_is_wrong_is_told_at_once, a_version_does_not_reach_back_over_decisions, two_versions_do_not_begin_on_one_day,
             of_two_at_once_one_wins, only_what_has_not_begun_is_withdrawn, a_cause_out_of_use_takes_no_case_of_later_acts,
             nothing_is_edited_in_place)
