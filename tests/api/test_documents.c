/* The register of a case's documents: what each shows and lacks, its number, how it is corrected, and the directory. */
#include "harness.h"

#include <stdlib.h>
#include <string.h>

#define OFFICER "officer1.huangpu"

static const char *case_of_huangpu(void)
{
        return case_filed_by(OFFICER, "2026-03-02", "");
}

static struct answer *add(const char *who, const char *case_id, const char *kind, const char *made_on, const char *fields)
{
        return post(who, text("{\"kind\":\"%s\",\"made_on\":\"%s\"%s%s}", kind, made_on, *fields ? "," : "", fields), "/api/v1/cases/%s/documents", case_id);
}

static struct answer *added(const char *case_id, const char *kind, const char *made_on, const char *fields)
{
        struct answer *a = add(OFFICER, case_id, kind, made_on, fields);

        expect(a, 201);
        return a;
}

static struct answer *patch(const char *who, const struct answer *document, const char *version, const char *fields)
{
        return change(who, "PATCH", text("\"%s\"", version), text("{\"reason\":\"登记有误\",%s}", fields), "/api/v1/cases/%s/documents/%s",
                      at(document, "case_id"), at(document, "document_id"));
}

static struct answer *withdraw(const char *who, const struct answer *document, const char *version)
{
        return change(who, "POST", text("\"%s\"", version), "{\"reason\":\"文书作废\"}", "/api/v1/cases/%s/documents/%s/withdrawal",
                      at(document, "case_id"), at(document, "document_id"));
}

static struct answer *directory(const char *case_id)
{
        struct answer *a = get(OFFICER, "/api/v1/cases/%s/directory", case_id);

        expect(a, 200);
        return a;
}

/* The place in a list of the object whose member has this value; -1: none. */
static int place_in(const struct answer *a, const char *list, const char *member, const char *value)
{
        for (size_t i = 0; i < count_at(a, list); i++) {
                const char *v = at(a, text("%s/%zu/%s", list, i, member));

                if (v && !strcmp(v, value))
                        return (int)i;
        }
        return -1;
}

static const char *event_of(const char *case_id, const char *kind)
{
        return sql("select event_id from case_event where case_id = '%s' and kind = '%s' order by seq desc limit 1", case_id, kind);
}

static const char whole_approval[] =
        "\"pages\":2,\"page_from\":1,\"page_to\":2,"
        "\"elements\":[{\"code\":\"source\"},{\"code\":\"cause\"},{\"code\":\"party\"},{\"code\":\"facts\",\"text\":\"拆除防护密闭门一樘\"},"
        "{\"code\":\"basis\",\"citations\":[{\"law\":\"中华人民共和国人民防空法\",\"article\":\"第四十九条\",\"item\":\"第三项\"}]},"
        "{\"code\":\"handler_opinion\",\"people\":[{\"name\":\"王建国\",\"certificate_no\":\"09010100001\",\"view\":\"建议立案\"}]}],"
        "\"signatures\":[{\"role\":\"officer\",\"person_id\":\"01920000-0000-7000-8000-000000000001\",\"signed_on\":\"2026-03-02\"},"
        "{\"role\":\"officer\",\"name\":\"李明\",\"certificate_no\":\"09010100002\",\"signed_on\":\"2026-03-02\"},"
        "{\"role\":\"head\",\"person_id\":\"01920000-0000-7000-8000-000000000003\",\"signed_on\":\"2026-03-02\",\"opinion\":\"同意立案\"}]";

START_TEST(a_document_is_recorded_with_what_it_shows)
{
        const char *id = case_of_huangpu();
        struct answer *a = added(id, "filing_approval", "2026-03-02", text("\"event_id\":\"%s\",%s", event_of(id, "filed"), whole_approval));

        ck_assert_str_eq(a->location, text("/api/v1/cases/%s/documents/%s", id, at(a, "document_id")));
        ck_assert_str_eq(a->etag, "\"1\"");
        ck_assert_str_eq(at(a, "title"), "立案审批表");
        ck_assert_ptr_null(at(a, "number"));
        ck_assert_uint_eq(count_at(a, "lacks"), 0);
        ck_assert_str_eq(at(a, "signatures/0/name"), "王建国");
        ck_assert_str_eq(at(a, "signatures/0/certificate_no"), "09010100001");
        ck_assert_str_eq(at(a, "signatures/2/opinion"), "同意立案");
        ck_assert_str_eq(at(a, "elements/4/citations/0/item"), "第三项");
        a = get("lead.huangpu", "/api/v1/cases/%s/documents/%s", id, at(a, "document_id"));
        expect(a, 200);
        ck_assert_str_eq(at(a, "elements/5/people/0/view"), "建议立案");
        a = get("auditor.city", "/api/v1/cases/%s/documents", id);
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_str_eq(sql("select count(*) from audit_event where content like '%%createCaseDocument%%' and content like '%%%s%%'", id), "1");
}
END_TEST

START_TEST(what_a_document_should_show_and_does_not_is_told_with_its_article)
{
        struct answer *a = added(case_of_huangpu(), "penalty_decision", "2026-03-02", "\"number\":null");
        int i;

        ck_assert_int_ge(place_in(a, "lacks", "code", "number"), 0);
        ck_assert_int_ge(place_in(a, "lacks", "code", "seal"), 0);
        ck_assert_int_ge(place_in(a, "lacks", "code", "service"), 0);
        i = place_in(a, "lacks", "element", "remedy_ways");
        ck_assert_int_ge(i, 0);
        ck_assert_str_eq(at(a, text("lacks/%d/article", i)), "行政处罚法第五十九条第一款第五项");
        a = added(at(a, "case_id"), "filing_approval", "2026-03-02",
                  "\"signatures\":[{\"role\":\"officer\",\"name\":\"王建国\"},{\"role\":\"head\",\"name\":\"陈志远\"}]");
        ck_assert_int_ge(place_in(a, "lacks", "code", "approval"), 0); /* undated */
        i = place_in(a, "lacks", "code", "signature");
        ck_assert_str_eq(at(a, text("lacks/%d/element", i)), "officer"); /* the second of two */
}
END_TEST

START_TEST(a_list_shows_all_kinds_with_what_they_must_contain)
{
        struct answer *a = get("service.hotline", "/api/v1/document-kinds?limit=200");
        int i = place_in(a, "items", "kind", "penalty_decision");

        expect(a, 200);
        ck_assert_int_ge(i, 0);
        ck_assert_str_eq(at(a, text("items/%d/number_kind", i)), "penalty");
        ck_assert_uint_ge(count_at(a, text("items/%d/elements", i)), 10);
        ck_assert_uint_gt(count_at(a, "items"), 50);
        ck_assert_str_eq(sql("select count(*) from document_due where not kind in (select kind from document_kind)"), "0");
}
END_TEST

START_TEST(all_that_is_wrong_is_told_at_once)
{
        const char *id = case_of_huangpu(), *other = case_of_huangpu();
        struct answer *a = add(OFFICER, id, "filing_approval", "2199-01-01",
                               text("\"event_id\":\"%s\",\"page_from\":3,\"served_on\":\"2026-03-02\",\"sealed_on\":\"2199-01-01\",\"pages\":9,\"copy_checked_on\":\"2026-03-02\","
                                    "\"elements\":[{\"code\":\"basis\"},{\"code\":\"nothing\"},{\"code\":\"facts\"},{\"code\":\"facts\"},{\"code\":\"cause\",\"day\":\"2026-03-02\"}],"
                                    "\"signatures\":[{\"role\":\"party\"},{\"role\":\"head\",\"person_id\":\"01920000-0000-7000-8000-00000000ffff\",\"name\":\"甲\","
                                    "\"signed_on\":\"2199-01-01\"}]", event_of(other, "filed")));

        expect_problem(a, 422, "invalid");
        expect_field(a, "/made_on", "range");
        expect_field(a, "/event_id", "unknown_ref");
        expect_field(a, "/page_to", "required");
        expect_field(a, "/service_mode", "required");
        expect_field(a, "/sealed_on", "range");
        expect_field(a, "/seal", "required");
        expect_field(a, "/copy_checked_by", "required");
        expect_field(a, "/elements/0/citations", "required");
        expect_field(a, "/elements/1/code", "unknown_ref");
        expect_field(a, "/elements/3/code", "duplicate");
        expect_field(a, "/elements/4/day", "unknown");
        expect_field(a, "/signatures/0/name", "required");
        expect_field(a, "/signatures/1/name", "unknown");
        expect_field(a, "/signatures/1/person_id", "unknown_ref");
        expect_field(a, "/signatures/1/signed_on", "range");
        expect_field(add(OFFICER, id, "no_such_kind", "2026-03-02", ""), "/kind", "unknown_ref");
        expect_field(add(OFFICER, id, "waiver", "2026-03-02", "\"page_from\":3,\"page_to\":2"), "/page_to", "range");
        expect_field(add(OFFICER, id, "waiver", "2026-03-02", "\"page_from\":3,\"page_to\":4,\"pages\":3"), "/pages", "range");
        expect_field(add(OFFICER, id, "waiver", "2026-03-02", text("\"event_id\":\"%s\"", event_of(id, "filed"))), "/event_id", "mismatch");
        expect_field(add(OFFICER, id, "waiver", "2026-03-02", "\"nothing\":1"), "/nothing", "unknown");
        expect_problem(add(OFFICER, "01920000-0000-7000-8000-00000000ffff", "waiver", "2026-03-02", ""), 404, "not-found");
        ck_assert_str_eq(sql("select count(*) from case_document where case_id = '%s'", id), "0");
}
END_TEST

START_TEST(a_number_goes_on_by_unit_kind_and_year_and_is_used_once)
{
        const char *id = case_of_huangpu();
        struct answer *a = added(id, "correction_order", "2026-03-03", ""), *b;
        const char *first = at(a, "number");

        ck_assert_str_eq(first, "沪黄国动责改〔2026〕1号");
        ck_assert_str_eq(at(added(id, "correction_order", "2026-03-03", ""), "number"), "沪黄国动责改〔2026〕2号");
        ck_assert_str_eq(at(added(id, "correction_order", "2025-12-30", ""), "number"), "沪黄国动责改〔2025〕1号");
        ck_assert_str_eq(at(added(id, "penalty_decision", "2026-03-03", ""), "number"), "沪黄国动罚〔2026〕1号");
        /* One that was given on paper is kept and left out; one that was withdrawn is not given again. */
        added(id, "correction_order", "2026-03-03", "\"number\":\"沪黄国动责改〔2026〕3号\"");
        b = add(OFFICER, id, "correction_order", "2026-03-03", "\"number\":\"沪黄国动责改〔2026〕3号\"");
        expect_problem(b, 409, "conflict");
        expect_field(b, "/number", "taken");
        expect(withdraw(OFFICER, a, "1"), 200);
        b = add(OFFICER, id, "correction_order", "2026-03-03", text("\"number\":\"%s\"", first));
        expect_field(b, "/number", "taken");
        ck_assert_str_eq(at(added(id, "correction_order", "2026-03-03", ""), "number"), "沪黄国动责改〔2026〕4号");
        /* The number is the enforcement subject's. */
        a = add("officer1.centre", case_filed_by("officer1.centre", "2026-03-02", ""), "correction_order", "2026-03-03", "");
        ck_assert_str_eq(at(a, "number"), "沪国动责改〔2026〕1号");
        ck_assert_ptr_null(at(added(id, "waiver", "2026-03-03", ""), "number"));
}
END_TEST

START_TEST(many_at_once_get_a_number_each_and_leave_no_gap)
{
        enum { MANY = 12 };
        const char *id = case_of_huangpu(), *target = text("/api/v1/cases/%s/documents", id);
        struct call calls[MANY];
        struct answer **a;

        for (size_t i = 0; i < MANY; i++)
                calls[i] = (struct call){i % 2 ? OFFICER : "officer2.huangpu", "POST", target, "{\"kind\":\"demand_letter\",\"made_on\":\"2026-03-03\"}", NULL};
        a = request_all(calls, MANY);
        for (size_t i = 0; i < MANY; i++)
                expect(a[i], 201);
        ck_assert_str_eq(sql("select count(distinct number) || ' ' || max(serial) from document_number where kind = 'demand' and unit_id = '310101'"), "12 12");
}
END_TEST

START_TEST(a_refused_document_uses_no_number)
{
        const char *id = case_of_huangpu();

        expect_problem(add(OFFICER, id, "hearing_notice", "2199-01-01", ""), 422, "invalid");
        ck_assert_str_eq(at(added(id, "hearing_notice", "2026-03-03", ""), "number"), "沪黄国动听通〔2026〕1号");
}
END_TEST

START_TEST(the_book_of_numbers_shows_each_and_the_lead_explains_a_gap)
{
        static const char book[] = "/api/v1/document-numbers?unit_id=310101&number_kind=sampling&year=2026";
        static const char gap[] = "{\"unit_id\":\"310101\",\"number_kind\":\"sampling\",\"year\":2026,\"serial\":%d,\"reason\":\"纸质文书写错作废\"}";
        const char *id = case_of_huangpu();
        struct answer *a = added(id, "sampling_notice", "2026-03-03", "");

        expect(post("lead.huangpu", text(gap, 2), "/api/v1/document-numbers"), 201);
        expect_field(post("lead.huangpu", text(gap, 1), "/api/v1/document-numbers"), "/serial", "taken");
        expect_problem(post(OFFICER, text(gap, 3), "/api/v1/document-numbers"), 403, "forbidden");
        expect_problem(post("lead.pudong", text(gap, 3), "/api/v1/document-numbers"), 403, "forbidden");
        ck_assert_str_eq(at(added(id, "sampling_notice", "2026-03-03", ""), "number"), "沪黄国动抽〔2026〕3号");
        expect(withdraw(OFFICER, a, "1"), 200);
        sql("update document_number set serial = 5 where kind = 'sampling' and serial = 3"); /* 3 and 4 are lost, as by a crash of a sequence */
        a = get(OFFICER, book);
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 5);
        ck_assert_str_eq(at(a, "items/0/state"), "withdrawn");
        ck_assert_str_eq(at(a, "items/0/reason"), "文书作废");
        ck_assert_str_eq(at(a, "items/1/state"), "explained");
        ck_assert_str_eq(at(a, "items/2/state"), "gap");
        ck_assert_str_eq(at(a, "items/4/state"), "used");
        ck_assert_uint_eq(count_at(get("officer1.pudong", book), "items"), 0);
}
END_TEST

START_TEST(a_correction_keeps_what_was)
{
        struct answer *a = added(case_of_huangpu(), "interview_record", "2026-03-03", "\"elements\":[{\"code\":\"place\"}]"), *b;

        b = patch(OFFICER, a, "1", "\"made_on\":\"2026-03-04\",\"elements\":[{\"code\":\"place\"},{\"code\":\"rights_told\"}],\"pages\":3");
        expect(b, 200);
        ck_assert_str_eq(b->etag, "\"2\"");
        ck_assert_str_eq(at(b, "reason"), "登记有误");
        expect_problem(patch("officer2.huangpu", a, "1", "\"pages\":4"), 412, "precondition-failed");
        expect_field(patch(OFFICER, a, "2", "\"made_on\":\"2199-01-01\""), "/made_on", "range");
        expect_field(patch(OFFICER, a, "2", "\"page_to\":2"), "/page_from", "required");
        expect_field(patch(OFFICER, a, "2", "\"number\":\"x\""), "/number", "unknown");
        b = get("legal1.city", "/api/v1/cases/%s/documents/%s/history", at(a, "case_id"), at(a, "document_id"));
        expect(b, 200);
        ck_assert_uint_eq(count_at(b, "items"), 1);
        ck_assert_str_eq(at(b, "items/0/changed/made_on/was"), "2026-03-03");
        ck_assert_str_eq(at(b, "items/0/changed/made_on/is"), "2026-03-04");
        ck_assert_ptr_nonnull(strstr(b->text, "rights_told"));
        ck_assert_ptr_null(at(b, "items/0/changed/version"));
        ck_assert_str_eq(at(b, "items/0/changed_by"), "01920000-0000-7000-8000-000000000001");
}
END_TEST

START_TEST(a_withdrawn_document_stays_and_is_not_changed_again)
{
        struct answer *a = added(case_of_huangpu(), "interview_record", "2026-03-03", ""), *b = withdraw(OFFICER, a, "1");

        expect(b, 200);
        ck_assert_str_eq(at(b, "state"), "withdrawn");
        expect_problem(withdraw(OFFICER, a, "2"), 409, "rule");
        expect_problem(patch(OFFICER, a, "2", "\"pages\":3"), 409, "rule");
        ck_assert_uint_eq(count_at(get(OFFICER, "/api/v1/cases/%s/documents", at(a, "case_id")), "items"), 1);
        ck_assert_uint_eq(count_at(directory(at(a, "case_id")), "documents"), 0);
        expect_problem(change(OFFICER, "DELETE", "\"2\"", NULL, "/api/v1/cases/%s/documents/%s", at(a, "case_id"), at(a, "document_id")), 405,
                       "method-not-allowed");
}
END_TEST

START_TEST(another_district_knows_nothing_of_it)
{
        struct answer *a = added(case_of_huangpu(), "interview_record", "2026-03-03", "");
        const char *id = at(a, "case_id"), *document = at(a, "document_id");

        expect_problem(get("officer1.pudong", "/api/v1/cases/%s/documents/%s", id, document), 404, "not-found");
        expect_problem(get("officer1.pudong", "/api/v1/cases/%s/documents", id), 404, "not-found");
        expect_problem(get("officer1.pudong", "/api/v1/cases/%s/directory", id), 404, "not-found");
        expect_problem(get("officer1.pudong", "/api/v1/cases/%s/documents/%s/history", id, document), 404, "not-found");
        expect_problem(add("officer1.pudong", id, "waiver", "2026-03-03", ""), 404, "not-found");
        expect_problem(patch("officer1.pudong", a, "1", "\"pages\":3"), 404, "not-found");
        expect_problem(withdraw("officer1.pudong", a, "1"), 404, "not-found");
        expect_problem(add("legal1.city", id, "waiver", "2026-03-03", ""), 403, "forbidden");
        expect_problem(get("admin.city", "/api/v1/cases/%s/documents/%s", id, document), 403, "forbidden");
        expect_problem(get("reviewer1.city", "/api/v1/cases/%s/documents/%s", id, document), 404, "not-found");
        expect(get("legal1.city", "/api/v1/cases/%s/directory", id), 200);
}
END_TEST

START_TEST(a_retried_document_is_recorded_once)
{
        const char *id = case_of_huangpu(), *target = text("/api/v1/cases/%s/documents", id);
        const char *const key[] = {new_key(), NULL};
        struct answer *a = request(OFFICER, "POST", target, "{\"kind\":\"transfer_letter\",\"made_on\":\"2026-03-03\"}", key);
        struct answer *b = request(OFFICER, "POST", target, "{\"kind\":\"transfer_letter\",\"made_on\":\"2026-03-03\"}", key);

        expect(a, 201);
        expect(b, 201);
        ck_assert_str_eq(at(a, "number"), at(b, "number"));
        ck_assert_str_eq(sql("select count(*) from case_document where case_id = '%s'", id), "1");
}
END_TEST

/* ---- the directory ---- */

START_TEST(the_directory_says_what_the_acts_so_far_call_for)
{
        const char *id = case_of_huangpu();
        struct answer *a = directory(id);
        int i = place_in(a, "missing", "kind", "filing_approval");

        ck_assert_int_ge(i, 0);
        ck_assert_str_eq(at(a, text("missing/%d/event_id", i)), event_of(id, "filed"));
        ck_assert_uint_eq(count_at(a, "missing"), 1);
        added(id, "filing_approval", "2026-03-02", ""); /* belongs to no event */
        ck_assert_uint_eq(count_at(directory(id), "missing"), 1);
        added(id, "filing_approval", "2026-03-02", text("\"event_id\":\"%s\"", event_of(id, "filed")));
        ck_assert_uint_eq(count_at(directory(id), "missing"), 0);
        investigate("huangpu", id, "2026-03-20");
        expect(penalise("huangpu", id, "2026-04-03", 1500000), 201);
        a = directory(id);
        ck_assert_int_ge(place_in(a, "missing", "kind", "investigation_report"), 0);
        ck_assert_int_ge(place_in(a, "missing", "kind", "prior_notice"), 0);
        ck_assert_int_ge(place_in(a, "missing", "kind", "penalty_decision"), 0);
        ck_assert_int_eq(place_in(a, "missing", "kind", "no_penalty_decision"), -1);
        ck_assert_int_eq(place_in(a, "missing", "kind", "spot_decision"), -1);
}
END_TEST

START_TEST(the_directory_finds_page_gaps_overlaps_and_wrong_order)
{
        const char *id = case_of_huangpu();
        struct answer *a, *late, *twice;

        added(id, "interview_record", "2026-03-03", "\"page_from\":2,\"page_to\":4");
        late = added(id, "filing_approval", "2026-03-02", "\"page_from\":8,\"page_to\":9");
        twice = added(id, "service_receipt", "2026-03-03", "\"page_from\":9,\"page_to\":9");
        added(id, "waiver", "2026-03-03", "");
        a = directory(id);
        ck_assert_uint_eq(count_at(a, "documents"), 4);
        ck_assert_str_eq(at(a, "documents/0/kind"), "interview_record");
        ck_assert_uint_eq(count_at(a, "page_gaps"), 2);
        ck_assert_str_eq(at(a, "page_gaps/0/from"), "1");
        ck_assert_str_eq(at(a, "page_gaps/0/to"), "1");
        ck_assert_str_eq(at(a, "page_gaps/1/from"), "5");
        ck_assert_str_eq(at(a, "page_gaps/1/to"), "7");
        ck_assert_uint_eq(count_at(a, "page_overlaps"), 1);
        ck_assert_str_eq(at(a, "page_overlaps/0/document_id"), at(twice, "document_id"));
        ck_assert_uint_eq(count_at(a, "unbound"), 1);
        ck_assert_int_ge((int)count_at(a, "out_of_order"), 1);
        ck_assert_ptr_nonnull(strstr(a->text, at(late, "document_id")));
}
END_TEST

START_TEST(the_directory_finds_dates_that_contradict_each_other)
{
        const char *id = case_of_huangpu();
        struct answer *a;

        investigate("huangpu", id, "2026-03-20");
        a = added(id, "filing_approval", "2026-03-05",
                  text("\"event_id\":\"%s\",\"signatures\":[{\"role\":\"head\",\"name\":\"陈志远\",\"signed_on\":\"2026-03-06\"},"
                       "{\"role\":\"officer\",\"name\":\"王建国\",\"signed_on\":\"2026-03-01\"}]", event_of(id, "filed")));
        a = directory(at(a, "case_id"));
        ck_assert_int_ge(place_in(a, "inversions", "code", "made_after_act"), 0);
        ck_assert_int_ge(place_in(a, "inversions", "code", "approved_after_act"), 0);
        ck_assert_int_ge(place_in(a, "inversions", "code", "signed_before_made"), 0);
        added(id, "investigation_report", "2026-03-04", text("\"event_id\":\"%s\"", event_of(id, "investigated")));
        added(id, "correction_order", "2026-03-04", "\"seal\":\"黄浦\",\"sealed_on\":\"2026-03-03\",\"service_mode\":\"direct\",\"served_on\":\"2026-03-02\"");
        a = directory(id);
        ck_assert_int_ge(place_in(a, "inversions", "code", "made_before_earlier_act"), 0);
        ck_assert_int_ge(place_in(a, "inversions", "code", "sealed_before_made"), 0);
        ck_assert_int_ge(place_in(a, "inversions", "code", "served_before_made"), 0);
        ck_assert_uint_eq(count_at(a, "inversions"), 6);
}
END_TEST

HARNESS_MAIN("documents", "people", a_document_is_recorded_with_what_it_shows, what_a_document_should_show_and_does_not_is_told_with_its_article,
             a_list_shows_all_kinds_with_what_they_must_contain, all_that_is_wrong_is_told_at_once,
             a_number_goes_on_by_unit_kind_and_year_and_is_used_once, many_at_once_get_a_number_each_and_leave_no_gap,
             a_refused_document_uses_no_number, the_book_of_numbers_shows_each_and_the_lead_explains_a_gap, a_correction_keeps_what_was,
             a_withdrawn_document_stays_and_is_not_changed_again, another_district_knows_nothing_of_it, a_retried_document_is_recorded_once,
             the_directory_says_what_the_acts_so_far_call_for, the_directory_finds_page_gaps_overlaps_and_wrong_order,
             the_directory_finds_dates_that_contradict_each_other)
