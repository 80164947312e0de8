#include "harness.h"

#include <stdlib.h>
#include <string.h>

#define OLD "01900000-0000-7000-8000-00000000c001"
#define DEFAULT "01900000-0000-7000-8000-00000000c002"

static const char ONE[] = "{\"item_code\":\"A1\",\"stage\":\"filing\",\"kind\":\"scored\",\"points\":10000,\"text_zh\":\"齐全\","
                          "\"text_en\":\"complete\",\"rules\":[{\"rule_code\":\"gap\",\"points\":500,\"each\":true,\"text_zh\":\"缺\",\"text_en\":\"a gap\"}]}";

static const char *draft(const char *code, const char *items)
{
        return text("{\"code\":\"%s\",\"title_zh\":\"标准\",\"title_en\":\"A list\",\"excellent_min\":9000,\"pass_min\":6000,\"items\":[%s]}", code, items);
}

START_TEST(the_default_checklist_has_its_rules_and_checks)
{
        ck_assert_str_eq(sql("select string_agg(kind || ' ' || n, ', ' order by kind) from (select kind, count(*) n from checklist_item"
                             " where checklist_id = '" DEFAULT "' group by kind) x"), "scored 47, veto 14");
        ck_assert_str_eq(sql("select sum(points) from checklist_item where checklist_id = '" DEFAULT "'"), "10000");
        /* 29 scored items and 10 vetoes are marked in the standard. */
        ck_assert_str_eq(sql("select count(*) filter (where kind = 'scored') || ' ' || count(*) filter (where kind = 'veto') || ' ' ||"
                             " count(distinct check_name) from checklist_item where checklist_id = '" DEFAULT "' and precheck and check_name is not null"),
                         "29 10 39");
        ck_assert_str_eq(sql("select count(*) from checklist_item where checklist_id = '" DEFAULT "' and precheck <> (check_name is not null)"), "0");
        ck_assert_str_eq(sql("select count(*) from checklist_item i where checklist_id = '" DEFAULT "' and kind = 'scored' and not exists"
                             " (select from checklist_rule r where r.checklist_id = i.checklist_id and r.item_code = i.item_code)"), "0");
        ck_assert_str_eq(sql("select count(*) from checklist_item where checklist_id = '" DEFAULT "' and kind = 'scored' and not always and na_zh = ''"), "0");
        /* All that is deducted by rules is told in the words of the item, and the largest rules take the item whole or are counted. */
        ck_assert_str_eq(sql("select count(*) from checklist_rule r join checklist_item i using (checklist_id, item_code)"
                             " where r.points > i.points or r.points %% i.step <> 0"), "0");
}
END_TEST

START_TEST(version_2_says_what_version_1_said_and_more)
{
        struct answer *a = get("legal1.city", "/api/v1/checklists/" OLD "/compare/" DEFAULT);

        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 61);
        ck_assert_uint_eq(count_at(a, "head"), 0);
        ck_assert_ptr_null(strstr(a->text, "\"field\" : \"text_zh\""));
        ck_assert_ptr_null(strstr(a->text, "\"field\" : \"points\""));
        ck_assert_ptr_nonnull(strstr(a->text, "\"field\" : \"rules\""));
        a = get("legal1.city", "/api/v1/checklists/" DEFAULT "/compare/" DEFAULT);
        ck_assert_uint_eq(count_at(a, "items"), 0);
        expect_problem(get("legal1.city", "/api/v1/checklists/" DEFAULT "/compare/01920000-0000-7000-8000-000000000999"), 404, "not-found");
}
END_TEST

START_TEST(a_draft_is_changed_published_and_retired)
{
        struct answer *a = post("legal1.city", draft("special", ONE), "/api/v1/checklists"), *b;
        const char *id;

        expect(a, 201);
        ck_assert_int_eq(number_at(a, "version"), 1);
        ck_assert_str_eq(at(a, "state"), "draft");
        ck_assert_ptr_null(at(a, "published_at"));
        ck_assert_str_eq(at(a, "items/0/rules/0/rule_code"), "gap");
        id = at(a, "checklist_id");
        b = change("legal1.city", "PUT", a->etag, text("{\"code\":\"special\",\"title_zh\":\"标准\",\"title_en\":\"New\",\"excellent_min\":8000,"
                   "\"pass_min\":6000,\"items\":[%s,{\"item_code\":\"V1\",\"stage\":\"legality\",\"kind\":\"veto\",\"points\":0,\"text_zh\":\"否\","
                   "\"text_en\":\"no\"}]}", ONE), "/api/v1/checklists/%s", id);
        expect(b, 200);
        ck_assert_uint_eq(count_at(b, "items"), 2);
        expect_problem(change("legal1.city", "PUT", a->etag, draft("special", ONE), "/api/v1/checklists/%s", id), 412, "precondition-failed");
        expect_field(change("legal1.city", "PUT", b->etag, draft("other", ONE), "/api/v1/checklists/%s", id), "/code", "fixed");
        expect_problem(change("legal1.city", "POST", b->etag, NULL, "/api/v1/checklists/%s/retire", id), 409, "rule");
        a = change("legal1.city", "POST", b->etag, NULL, "/api/v1/checklists/%s/publish", id);
        expect(a, 200);
        ck_assert_ptr_nonnull(at(a, "published_at"));
        expect_problem(change("legal1.city", "PUT", a->etag, draft("special", ONE), "/api/v1/checklists/%s", id), 409, "rule");
        expect_problem(change("legal1.city", "POST", a->etag, NULL, "/api/v1/checklists/%s/publish", id), 409, "rule");
        a = change("legal1.city", "POST", a->etag, NULL, "/api/v1/checklists/%s/retire", id);
        expect(a, 200);
        ck_assert_ptr_nonnull(at(a, "retired_at"));
        a = post("legal1.city", draft("special", ONE), "/api/v1/checklists");
        ck_assert_int_eq(number_at(a, "version"), 2);
}
END_TEST

/* What cannot be undone by the database's own words either. */
START_TEST(a_rule_of_a_published_checklist_never_changes)
{
        ck_assert_str_eq(sql_as("legal1.city", "delete from checklist_rule where checklist_id = '" DEFAULT "'"), "ERROR 23514");
        ck_assert_str_eq(sql_as("legal1.city", "delete from checklist where checklist_id = '" DEFAULT "'"), "ERROR 23514");
        ck_assert_str_eq(sql_as("legal1.city", "insert into checklist_rule (checklist_id, item_code, rule_code, position, points, each, text_zh, text_en)"
                                " values ('" DEFAULT "', 'A1', 'x', 9, 50, true, 'x', 'x')"), "ERROR 23514");
        ck_assert_str_eq(sql_as("legal1.city", "update checklist set state = 'draft' where checklist_id = '" DEFAULT "'"), "ERROR 23514");
}
END_TEST

START_TEST(an_export_is_what_an_import_takes)
{
        struct answer *a = get("legal1.city", "/api/v1/checklists/" DEFAULT "/export?format=json"), *b;

        expect(a, 200);
        b = post("legal1.city", a->text, "/api/v1/checklists");
        expect(b, 201);
        ck_assert_int_eq(number_at(b, "version"), 3);
        b = get("legal1.city", "/api/v1/checklists/" DEFAULT "/compare/%s", at(b, "checklist_id"));
        ck_assert_uint_eq(count_at(b, "items"), 0);
        ck_assert_uint_eq(count_at(b, "head"), 0);
}
END_TEST

static const char *csv_draft(const char *csv)
{
        json_t *whole = json_pack("{sssssssssisi}", "code", "default", "title_zh", "标准", "title_en", "A list", "csv", csv, "excellent_min",
                                  9000, "pass_min", 6000);
        char *out = json_dumps(whole, 0);
        const char *kept = text("%s", out);

        free(out);
        json_decref(whole);
        return kept;
}

START_TEST(a_csv_comes_back_as_it_went)
{
        struct answer *a = get("legal1.city", "/api/v1/checklists/" DEFAULT "/export?format=csv"), *b;

        expect(a, 200);
        ck_assert(!strncmp(a->text, "\xef\xbb\xbfitem_code,kind,stage,rule_code,", 30));
        b = post("legal1.city", csv_draft(a->text), "/api/v1/checklists/csv");
        expect(b, 201);
        b = get("legal1.city", "/api/v1/checklists/" DEFAULT "/compare/%s", at(b, "checklist_id"));
        ck_assert_uint_eq(count_at(b, "items"), 0);
}
END_TEST

#define COLUMNS                                                                                                               \
        "item_code,kind,stage,rule_code,points,step,each,cap,always,text_zh,text_en,deduction_zh,deduction_en,basis_zh,na_zh,na_en," \
        "guidance_zh,guidance_en,check_name\n"

START_TEST(every_fault_of_a_csv_names_its_line)
{
        struct answer *a = post("legal1.city", csv_draft(COLUMNS "A1,rule,,gap,50,,true,,,缺,a gap,,,,,,,,\n"
                                                                 "A1,scored,filing,,10000,,,,,\"两\n行\",two lines,,,,,,,,\n"
                                                                 "A1,scored,nowhere,,many,,,,,项,item,,,,,,,,\n"
                                                                 "A1,rule,filing,gap,50,,maybe,,,缺,,,,,,,,,\n"
                                                                 "A9,scored,filing,,1\n"), "/api/v1/checklists/csv");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/csv/2/item_code", "order");
        expect_field(a, "/csv/7/", "columns");
        a = post("legal1.city", csv_draft(COLUMNS "A1,scored,filing,,10000,,,,,\"两\n行\",two lines,,,,,,,,\n"
                                                  "A1,scored,nowhere,,many,,,,,项,item,,,,,,,,\n"
                                                  "A1,rule,filing,gap,50,,maybe,,,缺,,,,,,,,,\n"), "/api/v1/checklists/csv");
        expect_problem(a, 422, "invalid");
        expect_field(a, "/csv/4/stage", "choice");
        expect_field(a, "/csv/4/points", "type");
        expect_field(a, "/csv/5/stage", "unknown");
        expect_field(a, "/csv/5/each", "type");
        expect_field(a, "/csv/5/text_en", "required");
        a = post("legal1.city", csv_draft(COLUMNS "A1,scored,filing,,10000,,,,,项,item,,,,,,,,\nA1,scored,filing,,100,200,,,,项,item,,,,,,,,\n"
                                                  "A1,rule,,gap,500,,true,,,缺,a gap,,,,,,,,\n"), "/api/v1/checklists/csv");
        expect_field(a, "/csv/3/item_code", "duplicate");
        expect_field(a, "/csv/3/step", "range");
        expect_field(a, "/csv/4/points", "range");
        expect_field(post("legal1.city", csv_draft("item_code,kind,what\n"), "/api/v1/checklists/csv"), "what", "unknown");
}
END_TEST

START_TEST(a_sheet_that_cannot_be_filled_in_is_refused)
{
        struct answer *a = post("legal1.city", draft("bad", "{\"item_code\":\"V1\",\"stage\":\"legality\",\"kind\":\"veto\",\"points\":100,\"text_zh\":\"否\","
                                                            "\"text_en\":\"no\"}"), "/api/v1/checklists");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/items/0/points", "not_taken");
        expect_field(a, "/excellent_min", "range");
}
END_TEST

START_TEST(only_the_legal_department_drafts_checklists)
{
        expect_problem(post("lead.huangpu", draft("mine", ONE), "/api/v1/checklists"), 403, "forbidden");
        expect_problem(post("reviewer1.city", draft("mine", ONE), "/api/v1/checklists"), 403, "forbidden");
        expect_problem(post("admin.city", draft("mine", ONE), "/api/v1/checklists"), 403, "forbidden");
        expect_problem(post(NULL, draft("mine", ONE), "/api/v1/checklists"), 401, "unauthenticated");
}
END_TEST

HARNESS_MAIN("checklists", "people", the_default_checklist_has_its_rules_and_checks, version_2_says_what_version_1_said_and_more,
             a_draft_is_changed_published_and_retired, a_rule_of_a_published_checklist_never_changes, an_export_is_what_an_import_takes,
             a_csv_comes_back_as_it_went, every_fault_of_a_csv_names_its_line, a_sheet_that_cannot_be_filled_in_is_refused,
             only_the_legal_department_drafts_checklists)
