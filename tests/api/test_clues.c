/* The life of a clue: registered, then merged into another, filed into a case, not filed, or referred out; once. */
#include "harness.h"

#include "main/command.h"
#include "main/deadlines.h"
#include "main/settings.h"

#include <stdlib.h>
#include <string.h>

#define CLUE "{\"source\":\"hotline\",\"received_on\":\"2026-03-02\",\"title\":\"反映人防门被拆除\"%s}"

static const char *clue_of(const char *who, const char *fields)
{
        struct answer *a = post(who, text(CLUE, fields), "/api/v1/clues");

        expect(a, 201);
        return at(a, "clue_id");
}

/* One whose filing the lead approved: its version is 4. */
static const char *clue_to_file(const char *fields)
{
        const char *id = clue_of("officer1.huangpu", fields);

        clue_approved("huangpu", id, "2026-03-04");
        return id;
}

static struct answer *act(const char *who, const char *clue, const char *version, const char *fields)
{
        return change(who, "POST", text("\"%s\"", version), text("{\"happened_on\":\"2026-03-04\",%s}", fields), "/api/v1/clues/%s/acts", clue);
}

#define VERIFIED "\"kind\":\"verified\",\"outcome\":\"founded\",\"reason\":\"现场核查属实\""
#define REQUESTED "\"kind\":\"approval_requested\",\"outcome\":\"file\",\"reason\":\"符合立案条件\""
#define APPROVED "\"kind\":\"approval_decided\",\"outcome\":\"approved\""

static struct answer *dispose(const char *who, const char *clue, const char *version, const char *fields)
{
        return change(who, "POST", text("\"%s\"", version), text("{\"result_on\":\"2026-03-05\",%s}", fields), "/api/v1/clues/%s/disposition", clue);
}

static struct answer *merge(const char *clue, const char *into)
{
        return dispose("officer1.huangpu", clue, "1", text("\"result\":\"merged\",\"merged_into\":\"%s\"", into));
}

static const char *case_body(const char *clues)
{
        return text("{\"procedure\":\"ordinary\",\"source\":\"hotline\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-06\","
                    "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}],\"clue_ids\":[%s]}", clues);
}

static struct answer *read_clue(const char *clue)
{
        struct answer *a = get("officer1.huangpu", "/api/v1/clues/%s", clue);

        expect(a, 200);
        return a;
}

START_TEST(an_officer_registers_a_clue_of_the_own_unit)
{
        struct answer *a = post("officer1.huangpu", text(CLUE, ",\"content\":\"两行\\n文字\",\"place\":\"人民路1号\",\"reporter\":\"王先生 13812345678\""),
                                "/api/v1/clues");
        const char *id = at(a, "clue_id");

        expect(a, 201);
        ck_assert_str_eq(a->location, text("/api/v1/clues/%s", id));
        a = read_clue(id);
        ck_assert_str_eq(a->etag, "\"1\"");
        ck_assert_str_eq(at(a, "status"), "registered");
        ck_assert_str_eq(at(a, "unit_id"), "310101");
        ck_assert_str_eq(at(a, "content"), "两行\n文字");
        ck_assert_ptr_null(strstr(a->text, "13812345678"));
        a = get("officer2.huangpu", "/api/v1/clues?status=registered&source=hotline&received_from=2026-03-02&received_to=2026-03-02");
        ck_assert_str_eq(at(a, "items/0/clue_id"), id);
        ck_assert_uint_eq(count_at(get("officer2.huangpu", "/api/v1/clues?received_to=2026-03-01"), "items"), 0);
        ck_assert_str_eq(sql("select count(*) from audit_event where content like '%%createClue%%' and content like '%%%s%%'", id), "1");
}
END_TEST

START_TEST(the_hotline_brings_clues_in_and_reads_nothing)
{
        struct answer *a = post("service.hotline", text(CLUE, ",\"unit_id\":\"310101\",\"system\":\"12345\",\"external_id\":\"GD1\""), "/api/v1/clues");
        const char *id = at(a, "clue_id");

        expect(a, 201);
        ck_assert_str_eq(at(a, "status"), "registered");
        ck_assert_uint_eq(json_object_size(a->json), 3);
        expect_problem(get("service.hotline", "/api/v1/clues/%s", id), 403, "forbidden");
        expect_problem(get("service.hotline", "/api/v1/clues"), 403, "forbidden");
        expect_problem(dispose("service.hotline", id, "1", "\"result\":\"not_filed\",\"reason\":\"无\""), 403, "forbidden");
        expect_problem(post("service.hotline", case_body(""), "/api/v1/cases"), 403, "forbidden");
        a = post("service.hotline", text(CLUE, ",\"unit_id\":\"310115\",\"system\":\"12345\",\"external_id\":\"GD1\""), "/api/v1/clues");
        expect_problem(a, 409, "conflict");
        expect_field(a, "/external_id", "taken");
        ck_assert_str_eq(at(read_clue(id), "system"), "12345");
}
END_TEST

START_TEST(another_district_knows_nothing_of_it)
{
        const char *id = clue_of("officer1.huangpu", ""), *none = "01920000-0000-7000-8000-00000000ffff";
        struct answer *a = get("officer1.pudong", "/api/v1/clues/%s", id);

        expect_problem(a, 404, "not-found");
        ck_assert_uint_eq(a->len, get("officer1.pudong", "/api/v1/clues/%s", none)->len);
        expect_problem(dispose("officer1.pudong", id, "1", "\"result\":\"not_filed\",\"reason\":\"无\""), 404, "not-found");
        expect_problem(post("officer1.pudong", text(CLUE, ",\"unit_id\":\"310101\""), "/api/v1/clues"), 403, "forbidden");
        expect_field(post("officer1.pudong", case_body(text("\"%s\"", id)), "/api/v1/cases"), "/clue_ids", "unfit");
        ck_assert_uint_eq(count_at(get("officer1.pudong", "/api/v1/clues?unit_id=310101"), "items"), 0);
        expect(get("legal1.city", "/api/v1/clues/%s", id), 200);
        expect(get("auditor.city", "/api/v1/clues/%s", id), 200);
        expect_problem(dispose("legal1.city", id, "1", "\"result\":\"not_filed\",\"reason\":\"无\""), 403, "forbidden");
        expect_problem(get("admin.city", "/api/v1/clues/%s", id), 403, "forbidden");
        expect_problem(get("reviewer1.city", "/api/v1/clues/%s", id), 403, "forbidden");
        ck_assert_str_eq(at(read_clue(id), "version"), "1");
}
END_TEST

START_TEST(one_that_is_not_filed_says_why)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a = dispose("officer1.huangpu", id, "1", "\"result\":\"not_filed\"");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/reason", "required");
        a = dispose("officer1.huangpu", id, "1", "\"result\":\"not_filed\",\"reason\":\"现场核查未发现违法行为\"");
        expect(a, 200);
        ck_assert_str_eq(at(a, "status"), "not_filed");
        ck_assert_str_eq(at(a, "result_on"), "2026-03-05");
        ck_assert_str_eq(at(a, "result_reason"), "现场核查未发现违法行为");
        ck_assert_str_eq(a->etag, "\"2\"");
}
END_TEST

START_TEST(one_that_is_referred_out_says_where)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a = dispose("officer1.huangpu", id, "1", "\"result\":\"referred\",\"reason\":\"不属本机关管辖\"");

        expect_field(a, "/referred_to", "required");
        a = dispose("officer1.huangpu", id, "1", "\"result\":\"referred\",\"reason\":\"不属本机关管辖\",\"referred_to\":\"黄浦区城管执法局\"");
        expect(a, 200);
        ck_assert_str_eq(at(a, "status"), "referred");
        ck_assert_str_eq(at(a, "referred_to"), "黄浦区城管执法局");
}
END_TEST

START_TEST(what_was_dealt_with_stays_so)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a;

        expect(dispose("officer1.huangpu", id, "1", "\"result\":\"not_filed\",\"reason\":\"无\""), 200);
        expect_problem(dispose("officer1.huangpu", id, "1", "\"result\":\"referred\",\"referred_to\":\"城管\""), 412, "precondition-failed");
        expect_problem(dispose("officer1.huangpu", id, "2", "\"result\":\"referred\",\"referred_to\":\"城管\""), 409, "rule");
        a = post("officer1.huangpu", case_body(text("\"%s\"", id)), "/api/v1/cases");
        expect_field(a, "/clue_ids", "unfit");
        ck_assert_str_eq(at(read_clue(id), "status"), "not_filed");
        ck_assert_str_eq(at(read_clue(id), "version"), "2");
}
END_TEST

START_TEST(what_the_lead_was_asked_or_approved_is_not_passed_over)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a;

        expect(act("officer1.huangpu", id, "1", VERIFIED), 201);
        a = change("officer1.huangpu", "POST", "\"2\"", "{\"result_on\":\"2026-03-03\",\"result\":\"not_filed\",\"reason\":\"x\"}",
                   "/api/v1/clues/%s/disposition", id);
        expect_field(a, "/result_on", "in_order"); /* verified the day after */
        expect(act("officer1.huangpu", id, "2", REQUESTED), 201);
        expect_problem(dispose("officer1.huangpu", id, "3", "\"result\":\"not_filed\",\"reason\":\"x\""), 409, "rule");
        expect(act("lead.huangpu", id, "3", APPROVED), 201);
        expect_problem(dispose("officer1.huangpu", id, "4", "\"result\":\"not_filed\",\"reason\":\"x\""), 409, "rule");
        /* Approved the day after. */
        a = post("officer1.huangpu", text("{\"procedure\":\"ordinary\",\"source\":\"hotline\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-03\","
                                          "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}],\"clue_ids\":[\"%s\"]}", id), "/api/v1/cases");
        expect_field(a, "/clue_ids", "unfit");
        /* Asked anew for the other result, it is approved as that. */
        expect(act("officer1.huangpu", id, "4", "\"kind\":\"approval_requested\",\"outcome\":\"not_file\",\"reason\":\"已自行改正\""), 201);
        expect(act("lead.huangpu", id, "5", APPROVED), 201);
        expect(dispose("officer1.huangpu", id, "6", "\"result\":\"not_filed\",\"reason\":\"已自行改正\""), 200);
}
END_TEST

START_TEST(clues_merge_into_one_that_stands_by_itself)
{
        const char *head = clue_of("officer1.huangpu", ""), *one = clue_of("officer1.huangpu", ""), *two = clue_of("officer1.huangpu", "");
        const char *third = clue_of("officer1.huangpu", "");
        struct answer *a;

        a = merge(one, head);
        expect(a, 200);
        ck_assert_str_eq(at(a, "status"), "merged");
        ck_assert_str_eq(at(a, "merged_into"), head);
        expect(merge(two, head), 200);
        expect_field(merge(third, one), "/merged_into", "merged");
        expect_field(merge(head, head), "/merged_into", "self");
        a = merge(head, third);
        expect_problem(a, 422, "invalid");
        expect_field(a, "/merged_into", "chain");
        expect_field(merge(third, clue_of("officer1.pudong", "")), "/merged_into", "unknown_ref");
        ck_assert_str_eq(at(read_clue(head), "status"), "registered");
        a = dispose("officer1.huangpu", head, "1", "\"result\":\"referred\",\"referred_to\":\"城管\"");
        expect(a, 200);
}
END_TEST

START_TEST(several_clues_are_filed_into_one_case)
{
        const char *one = clue_to_file(""), *two = clue_to_file(",\"place\":\"人民路\"");
        struct answer *a = post("officer1.huangpu", case_body(text("\"%s\",\"%s\"", one, two)), "/api/v1/cases");

        expect(a, 201);
        ck_assert_str_eq(at(read_clue(one), "status"), "filed");
        ck_assert_str_eq(at(read_clue(one), "case_id"), at(a, "case_id"));
        ck_assert_str_eq(at(read_clue(two), "case_id"), at(a, "case_id"));
        ck_assert_str_eq(at(read_clue(two), "result_on"), "2026-03-06");
        ck_assert_str_eq(at(read_clue(two), "version"), "5");
        expect_problem(dispose("officer1.huangpu", one, "5", "\"result\":\"not_filed\",\"reason\":\"无\""), 409, "rule");
        expect(merge(clue_of("officer1.huangpu", ""), one), 200);
}
END_TEST

START_TEST(a_clue_is_not_filed_on_a_day_before_it_came)
{
        const char *id = clue_of("officer1.huangpu", "");
        const char *body = text("{\"procedure\":\"ordinary\",\"source\":\"hotline\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-01\","
                                "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}],\"clue_ids\":[\"%s\"]}", id);

        expect_field(post("officer1.huangpu", body, "/api/v1/cases"), "/clue_ids", "unfit");
        ck_assert_str_eq(at(read_clue(id), "status"), "registered");
}
END_TEST

/* ---- act by act ---- */

START_TEST(the_lead_approves_the_filing_of_a_verified_clue)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a = act("officer1.huangpu", id, "1", REQUESTED);

        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "clue_verified");
        ck_assert_str_eq(at(a, "unmet/0/article"), "行政处罚法第五十四条第二款");
        expect_field(post("officer1.huangpu", case_body(text("\"%s\"", id)), "/api/v1/cases"), "/clue_ids", "unapproved");
        a = act("officer1.huangpu", id, "1", VERIFIED);
        expect(a, 201);
        ck_assert_str_eq(a->etag, "\"2\"");
        ck_assert_str_eq(at(a, "seq"), "2");
        expect_problem(act("lead.huangpu", id, "2", APPROVED), 409, "rule");
        expect(act("officer2.huangpu", id, "2", REQUESTED), 201);
        a = get("lead.huangpu", "/api/v1/worklist?view=waiting");
        ck_assert_ptr_nonnull(strstr(a->text, id));
        expect_problem(act("officer1.huangpu", id, "3", APPROVED), 403, "forbidden");
        expect_problem(act("officer1.huangpu", id, "3", REQUESTED), 409, "rule");
        expect_problem(act("lead.pudong", id, "3", APPROVED), 404, "not-found");
        expect_problem(act("lead.huangpu", id, "2", APPROVED), 412, "precondition-failed");
        expect(act("lead.huangpu", id, "3", APPROVED), 201);
        ck_assert_ptr_null(strstr(get("lead.huangpu", "/api/v1/worklist?view=waiting")->text, id));
        a = read_clue(id);
        ck_assert_str_eq(at(a, "verification"), "founded");
        ck_assert_str_eq(at(a, "verified_on"), "2026-03-04");
        ck_assert_str_eq(at(a, "approval"), "approved");
        ck_assert_str_eq(at(a, "approved_by"), "01920000-0000-7000-8000-000000000003");
        expect(post("officer1.huangpu", case_body(text("\"%s\"", id)), "/api/v1/cases"), 201);
        a = get("legal1.city", "/api/v1/clues/%s/acts", id);
        ck_assert_uint_eq(count_at(a, "items"), 5);
        ck_assert_str_eq(at(a, "items/4/kind"), "filed");
        ck_assert_str_eq(at(a, "items/4/data/case_id"), at(read_clue(id), "case_id"));
        expect_problem(act("officer1.huangpu", id, "5", VERIFIED), 409, "rule");
}
END_TEST

START_TEST(a_refused_filing_may_be_asked_for_again)
{
        const char *id = clue_of("officer1.huangpu", "");

        expect(act("officer1.huangpu", id, "1", VERIFIED), 201);
        expect(act("officer1.huangpu", id, "2", REQUESTED), 201);
        expect_field(act("lead.huangpu", id, "3", "\"kind\":\"approval_decided\",\"outcome\":\"refused\""), "/reason", "required");
        expect(act("lead.huangpu", id, "3", "\"kind\":\"approval_decided\",\"outcome\":\"refused\",\"reason\":\"证据不足，补充核查\""), 201);
        expect_field(post("officer1.huangpu", case_body(text("\"%s\"", id)), "/api/v1/cases"), "/clue_ids", "unapproved");
        expect(act("officer1.huangpu", id, "4", VERIFIED), 201);
        expect(act("officer1.huangpu", id, "5", REQUESTED), 201);
        expect(act("lead.huangpu", id, "6", APPROVED), 201);
        expect(post("officer1.huangpu", case_body(text("\"%s\"", id)), "/api/v1/cases"), 201);
}
END_TEST

static void filing_approval(int version, int value)
{
        sql("insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en)"
            " values ('clue_filing_approval', %d, '1900-01-01', %d, 'yes or no', '本机关规定', true, '批准', 'approval')", version, value);
}

START_TEST(the_lead_files_without_asking_and_the_house_may_do_without_approval)
{
        expect(post("lead.huangpu", case_body(text("\"%s\"", clue_of("officer1.huangpu", ""))), "/api/v1/cases"), 201);
        filing_approval(3, 0);
        expect(post("officer1.huangpu", case_body(text("\"%s\"", clue_of("officer1.huangpu", ""))), "/api/v1/cases"), 201);
        filing_approval(4, 1);
}
END_TEST

static const char *deadline_of(const struct answer *a, const char *code, const char *member)
{
        for (size_t i = 0; i < count_at(a, "deadlines"); i++)
                if (!strcmp(at(a, text("deadlines/%zu/code", i)), code))
                        return at(a, text("deadlines/%zu/%s", i, member));
        return NULL;
}

/* ---- filed without a clue ---- */

#define FILING "行政处罚法第五十四条第二款"

static const struct answer *is_waiting(const char *id, bool so)
{
        struct answer *a = get("lead.huangpu", "/api/v1/worklist?view=waiting&limit=200");
        const char *there = strstr(a->text, id);

        ck_assert(so == (there != NULL));
        return a;
}

START_TEST(what_an_officer_files_without_a_clue_the_lead_approves)
{
        struct answer *a = file_case("officer1.huangpu", "2026-03-02", "");
        const char *id = at(a, "case_id");

        expect(a, 201);
        a = get("officer1.huangpu", "/api/v1/cases/%s/events", id);
        ck_assert_str_eq(at(a, "items/0/data/approval"), "awaited");
        a = get("officer1.huangpu", "/api/v1/cases/%s/deadlines", id);
        ck_assert_str_eq(deadline_of(a, "filing_approval", "due_on"), "2026-03-11");
        is_waiting(id, true);
        expect(record("officer1.huangpu", id, "evidence_registered", "2026-03-02", "\"evidence_kind\":\"record\",\"remark\":\"现场笔录\""), 201);
        a = record("officer1.huangpu", id, "investigated", "2026-03-03", "\"outcome\":\"penalty\"");
        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "filing_approved");
        ck_assert_str_eq(at(a, "unmet/0/article"), FILING);
        expect_problem(record("officer1.huangpu", id, "filing_approved", "2026-03-03", ""), 403, "forbidden");
        expect_problem(record("lead.huangpu", id, "filing_approved", "2026-03-01", ""), 409, "rule");
        expect_problem(record("lead.pudong", id, "filing_approved", "2026-03-03", ""), 404, "not-found");
        expect(record("lead.huangpu", id, "filing_approved", "2026-03-03", ""), 201);
        is_waiting(id, false);
        a = get("officer1.huangpu", "/api/v1/cases/%s/deadlines", id);
        ck_assert_str_eq(deadline_of(a, "filing_approval", "state"), "met");
        expect_problem(record("lead.huangpu", id, "filing_approved", "2026-03-03", ""), 409, "rule");
        expect(record("officer1.huangpu", id, "investigated", "2026-03-03", "\"outcome\":\"penalty\""), 201);
}
END_TEST

START_TEST(who_approved_a_filing_stays_when_its_day_is_corrected)
{
        const char *id = at(file_case("officer1.huangpu", "2026-03-02", ""), "case_id");
        const char *event = sql("select event_id from case_event where case_id = '%s'", id);
        struct answer *a = change("officer1.huangpu", "POST", "\"1\"", "{\"reason\":\"日期有误\",\"instead\":{\"happened_on\":\"2026-03-03\"}}",
                                  "/api/v1/cases/%s/events/%s/correction", id, event);

        expect(a, 201);
        ck_assert_str_eq(at(a, "data/approval"), "awaited");
        expect(record("officer1.huangpu", id, "evidence_registered", "2026-03-03", "\"evidence_kind\":\"record\",\"remark\":\"现场笔录\""), 201);
        expect_problem(record("officer1.huangpu", id, "investigated", "2026-03-03", "\"outcome\":\"penalty\""), 409, "rule");
        is_waiting(id, true);
}
END_TEST

static const char *counted_in(const char *quarter)
{
        struct answer *a = get("legal1.city", "/api/v1/statistics/quarters/%s", quarter);

        return text("filed %s, ended %s, in hand %s, agrees %s", at(a, "total/filed"), at(a, "total/ended"), at(a, "total/in_hand_end"),
                    at(a, "total/balance_holds"));
}

/* -1 for what counted when it was filed. */
START_TEST(a_filing_that_is_not_approved_ends_and_counts_as_not_filed)
{
        const char *before = counted_in("2026Q1");
        struct answer *a;
        const char *id = at(file_case("officer1.huangpu", "2026-03-02", ""), "case_id");

        expect_field(record("lead.huangpu", id, "filing_refused", "2026-03-04", ""), "/remark", "required");
        a = record("lead.huangpu", id, "filing_refused", "2026-03-04", "\"remark\":\"不符合立案条件\"");
        expect(a, 201);
        ck_assert_str_eq(at(a, "case_state"), "terminated");
        ck_assert_str_eq(at(get("officer1.huangpu", "/api/v1/cases/%s", id), "closed_on"), "2026-03-04");
        a = record("lead.huangpu", id, "reopened", "2026-03-05", "\"basis\":\"x\",\"remark\":\"y\"");
        expect_problem(a, 409, "rule");
        ck_assert_ptr_nonnull(strstr(a->text, "filing_not_refused"));
        expect(record("officer1.huangpu", id, "archived", "2026-03-05", "\"retention\":\"years_10\""), 201);
        ck_assert_str_eq(counted_in("2026Q1"), before);
        is_waiting(id, false);
}
END_TEST

START_TEST(nothing_is_to_be_approved_where_the_lead_files_or_a_penalty_is_made_on_the_spot)
{
        const char *id = at(file_case("lead.huangpu", "2026-03-02", ""), "case_id");

        ck_assert_str_eq(at(get("lead.huangpu", "/api/v1/cases/%s/events", id), "items/0/data/approval"), "lead");
        expect_problem(record("lead.huangpu", id, "filing_approved", "2026-03-03", ""), 409, "rule");
        id = at(post("officer1.huangpu", "{\"procedure\":\"simple\",\"source\":\"inspection\",\"cause_code\":\"11\",\"filed_on\":\"2026-03-02\","
                     "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}]}", "/api/v1/cases"), "case_id");
        ck_assert_ptr_null(at(get("lead.huangpu", "/api/v1/cases/%s/events", id), "items/0/data/approval"));
        filing_approval(5, 0);
        id = at(file_case("officer1.huangpu", "2026-03-02", ""), "case_id");
        ck_assert_ptr_null(at(get("lead.huangpu", "/api/v1/cases/%s/events", id), "items/0/data/approval"));
        filing_approval(6, 1);
}
END_TEST

START_TEST(what_an_act_of_a_clue_lacks_is_told_at_once)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a = change("officer1.huangpu", "POST", "\"1\"", "{\"kind\":\"verified\",\"happened_on\":\"2199-01-01\",\"outcome\":\"approved\"}",
                                  "/api/v1/clues/%s/acts", id);

        expect_problem(a, 422, "invalid");
        expect_field(a, "/outcome", "choice");
        expect_field(a, "/reason", "required");
        expect_field(a, "/happened_on", "range");
        a = change("officer1.huangpu", "POST", "\"1\"", "{\"happened_on\":\"2026-03-01\"," VERIFIED "}", "/api/v1/clues/%s/acts", id);
        expect_field(a, "/happened_on", "in_order");
        ck_assert_str_eq(at(read_clue(id), "version"), "1");
}
END_TEST

static struct answer *deadlines(const char *clue)
{
        struct answer *a = get("officer1.huangpu", "/api/v1/clues/%s/deadlines", clue);

        expect(a, 200);
        return a;
}

START_TEST(a_clue_has_its_terms_from_the_day_it_came)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a = deadlines(id);

        expect(post("service.hotline", text(CLUE, ",\"unit_id\":\"310101\""), "/api/v1/clues"), 201);
        ck_assert_uint_eq(count_at(a, "deadlines"), 2);
        ck_assert_str_eq(deadline_of(a, "clue_verify", "due_on"), "2026-03-11"); /* 7 working days */
        ck_assert_str_eq(deadline_of(a, "filing_decision", "due_on"), "2026-03-23");
        ck_assert_str_eq(deadline_of(a, "clue_verify", "state"), "overdue");
        ck_assert_str_eq(deadline_of(a, "clue_verify", "steps/0/rule"), "start");
        a = get("officer1.huangpu", "/api/v1/worklist?view=overdue&mine=true&limit=200");
        ck_assert_ptr_nonnull(strstr(a->text, id));
        ck_assert_ptr_null(strstr(get("officer1.pudong", "/api/v1/worklist?limit=200")->text, id));
        expect_problem(get("officer1.pudong", "/api/v1/clues/%s/deadlines", id), 404, "not-found");
        expect(act("officer1.huangpu", id, "1", VERIFIED), 201);
        a = deadlines(id);
        ck_assert_str_eq(deadline_of(a, "clue_verify", "state"), "met");
        ck_assert_str_eq(deadline_of(a, "clue_verify", "met_on"), "2026-03-04");
        ck_assert_str_eq(deadline_of(a, "filing_decision", "state"), "overdue");
        expect(change("officer1.huangpu", "POST", "\"2\"", "{\"result\":\"not_filed\",\"result_on\":\"2026-03-24\",\"reason\":\"无\"}",
                      "/api/v1/clues/%s/disposition", id), 200);
        ck_assert_str_eq(deadline_of(deadlines(id), "filing_decision", "state"), "met_late");
        a = deadlines((merge(id = clue_of("officer1.huangpu", ""), clue_of("officer1.huangpu", "")), id));
        ck_assert_str_eq(deadline_of(a, "clue_verify", "state"), "void");
        ck_assert_str_eq(deadline_of(a, "clue_verify", "ended_by"), "merged");
}
END_TEST

/* What each act wrote and what the engine finds in the whole history are the same. */
START_TEST(deadlines_of_clues_found_anew_are_those_that_stand)
{
        static const char all[] = "select md5(string_agg(x::text, E'\\n' order by x::text)) from (select clue_id, code, nth, term_version, due_on, state,"
                                  " met_on, void_on, ended_by, explanation from clue_deadline) x";
        const char *before = sql(all);
        struct settings s;
        char rebuild[] = "rebuild", every[] = "--all", *argv[] = {rebuild, every, NULL};

        ck_assert_int_gt(atoi(sql("select count(*) from clue_deadline where state <> 'open'")), 5);
        ck_assert(settings_read(&s));
        s.jobs_url = text("%s", database_url("anjuan_jobs"));
        ck_assert_int_eq(deadlines_command(&s, 2, argv), 0);
        ck_assert_str_eq(sql(all), before);
}
END_TEST

START_TEST(a_new_day_off_moves_the_term_of_a_clue_and_says_why)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct settings s;
        char recompute[] = "recompute", *argv[] = {recompute, NULL};
        struct answer *a;

        sql("with v as (insert into law_version (kind, source) values ('calendar', '测试') returning law_version)"
            " insert into calendar_day select date '2026-03-05', law_version, 'holiday', '测试', 2026 from v");
        ck_assert(settings_read(&s));
        s.jobs_url = text("%s", database_url("anjuan_jobs"));
        ck_assert_int_eq(deadlines_command(&s, 1, argv), 0);
        a = deadlines(id);
        ck_assert_str_eq(deadline_of(a, "clue_verify", "due_on"), "2026-03-12");
        ck_assert_str_eq(deadline_of(a, "clue_verify", "changes/0/was_on"), "2026-03-11");
        ck_assert_str_eq(deadline_of(a, "clue_verify", "changes/0/cause"), "law");
}
END_TEST

START_TEST(a_clue_is_referred_to_an_organisation_of_the_catalogue)
{
        const char *id = clue_of("officer1.huangpu", "");
        struct answer *a = dispose("officer1.huangpu", id, "1", "\"result\":\"referred\",\"referred_to_code\":\"no-such\"");

        expect_field(a, "/referred_to_code", "unknown_ref");
        a = dispose("officer1.huangpu", id, "1", "\"result\":\"referred\",\"referred_to_code\":\"sh-fire\"");
        expect(a, 200);
        ck_assert_str_eq(at(a, "referred_to"), "上海市消防救援总队");
        ck_assert_str_eq(at(a, "referred_to_code"), "sh-fire");
}
END_TEST

/* ---- at once ---- */

START_TEST(a_clue_is_filed_once_even_by_many_at_once)
{
        enum { MANY = 8 };

        for (int round = 0; round < 3; round++) {
                const char *one = clue_to_file(""), *two = clue_to_file("");
                struct call calls[MANY];
                struct answer **a;
                int made = 0;

                for (size_t i = 0; i < MANY; i++)
                        calls[i] = (struct call){i % 2 ? "officer1.huangpu" : "officer2.huangpu", "POST", "/api/v1/cases",
                                                 case_body(i % 2 ? text("\"%s\",\"%s\"", one, two) : text("\"%s\",\"%s\"", two, one)), NULL};
                a = request_all(calls, MANY);
                for (size_t i = 0; i < MANY; i++) {
                        made += a[i]->status == 201;
                        if (a[i]->status != 201)
                                expect_field(a[i], "/clue_ids", "unfit");
                }
                ck_assert_int_eq(made, 1);
                ck_assert_str_eq(sql("select count(distinct case_id) from clue where clue_id in ('%s', '%s')", one, two), "1");
        }
}
END_TEST

START_TEST(filing_and_closing_a_clue_at_once_leaves_one_result)
{
        for (int round = 0; round < 5; round++) {
                const char *id = clue_to_file(""), *target = text("/api/v1/clues/%s/disposition", id);
                const char *const version[] = {"If-Match: \"4\"", NULL};
                struct call calls[] = {
                        {"officer1.huangpu", "POST", "/api/v1/cases", case_body(text("\"%s\"", id)), NULL},
                        {"officer2.huangpu", "POST", target, "{\"result\":\"not_filed\",\"result_on\":\"2026-03-05\",\"reason\":\"无\"}", version},
                };
                struct answer **a = request_all(calls, 2);

                ck_assert_msg((a[0]->status == 201) != (a[1]->status == 200), "%d and %d", a[0]->status, a[1]->status);
                ck_assert_str_eq(at(read_clue(id), "status"), a[0]->status == 201 ? "filed" : "not_filed");
        }
}
END_TEST

/* Two that merge into each other, and two that make a chain: only one of each pair may succeed. */
START_TEST(merging_at_once_makes_no_circle_and_no_chain)
{
        for (int round = 0; round < 20; round++) {
                const char *a = clue_of("officer1.huangpu", ""), *b = clue_of("officer1.huangpu", ""), *c = clue_of("officer1.huangpu", "");
                const char *const version[] = {"If-Match: \"1\"", NULL};
                const char *onto = round % 2 ? c : a;
                struct call calls[] = {
                        {"officer1.huangpu", "POST", text("/api/v1/clues/%s/disposition", a),
                         text("{\"result\":\"merged\",\"result_on\":\"2026-03-05\",\"merged_into\":\"%s\"}", b), version},
                        {"officer2.huangpu", "POST", text("/api/v1/clues/%s/disposition", b),
                         text("{\"result\":\"merged\",\"result_on\":\"2026-03-05\",\"merged_into\":\"%s\"}", onto), version},
                };
                struct answer **got = request_all(calls, 2);

                ck_assert_msg((got[0]->status == 200) + (got[1]->status == 200) == 1, "%d and %d: %s", got[0]->status, got[1]->status, got[1]->text);
                ck_assert_int_eq(got[0]->status + got[1]->status, 200 + 422);
        }
        ck_assert_str_eq(sql("select count(*) from clue a join clue b on b.clue_id = a.merged_into where b.status = 'merged'"), "0");
}
END_TEST

HARNESS_MAIN("clues", "people", an_officer_registers_a_clue_of_the_own_unit, the_hotline_brings_clues_in_and_reads_nothing,
             another_district_knows_nothing_of_it, one_that_is_not_filed_says_why, one_that_is_referred_out_says_where,
             what_was_dealt_with_stays_so, what_the_lead_was_asked_or_approved_is_not_passed_over, clues_merge_into_one_that_stands_by_itself, several_clues_are_filed_into_one_case,
             a_clue_is_not_filed_on_a_day_before_it_came, the_lead_approves_the_filing_of_a_verified_clue, a_refused_filing_may_be_asked_for_again,
             the_lead_files_without_asking_and_the_house_may_do_without_approval,
             what_an_officer_files_without_a_clue_the_lead_approves, who_approved_a_filing_stays_when_its_day_is_corrected,
             a_filing_that_is_not_approved_ends_and_counts_as_not_filed,
             nothing_is_to_be_approved_where_the_lead_files_or_a_penalty_is_made_on_the_spot, what_an_act_of_a_clue_lacks_is_told_at_once,
             a_clue_has_its_terms_from_the_day_it_came, a_clue_is_referred_to_an_organisation_of_the_catalogue, a_clue_is_filed_once_even_by_many_at_once,
             filing_and_closing_a_clue_at_once_leaves_one_result, merging_at_once_makes_no_circle_and_no_chain,
             deadlines_of_clues_found_anew_are_those_that_stand, a_new_day_off_moves_the_term_of_a_clue_and_says_why)
