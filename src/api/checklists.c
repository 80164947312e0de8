#include "api/cells.h"
#include "api/checklists.h"
#include "api/common.h"

#include "base/table.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* A text of CSV_MAX characters fits into a body whatever they are. */
enum { CSV_MAX = 200000, BODY_MAX = 1000000, INT_DIGITS_MAX = 9 };

static const char *const states[] = {"draft", "published", "retired", NULL};
static const char *const changes[] = {"added", "removed", "changed", NULL};

static bool name_is(const char *s)
{
        if (*s < 'a' || *s > 'z')
                return false;
        return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* ---- fields ---- */

#define HEAD_FIELDS                                                                                                           \
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .check = name_is, .example = "\"default\"", \
         .zh = "代码，各版本相同；小写字母、数字和下划线", .en = "Code, the same in all versions: small letters, digits, underscores"}, \
        {.name = "title_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .zh = "名称", .en = "Title, Chinese"},        \
        {.name = "title_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .zh = "英文名称", .en = "Title, English"},    \
        {.name = "excellent_min", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = CHECKLIST_POINTS_MAX,              \
         .zh = "优秀的最低得分（百分之一分，9000 即 90 分）",                                                                 \
         .en = "Least score graded excellent (hundredths of a point: 9000 is 90)"},                                           \
        {.name = "pass_min", .type = F_INT, .flags = FIELD_REQUIRED, .min = 0, .max = CHECKLIST_POINTS_MAX,                   \
         .zh = "合格的最低得分（百分之一分）", .en = "Least score graded pass (hundredths of a point)"}

#define ROW_FIELDS                                                                                                            \
        HEAD_FIELDS,                                                                                                          \
        {.name = "checklist_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查标准", .en = "The checklist"},           \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000000, .zh = "版本", .en = "Version"}, \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states, .zh = "状态；发布后不再改变",           \
         .en = "State; once published it never changes"},                                                                     \
        {.name = "published_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "发布时间", .en = "Published at"}, \
        {.name = "retired_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "停用时间", .en = "Retired at"},   \
        {.name = "item_count", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "项数", .en = "Number of items"},                \
        {.name = "points", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "总分（百分之一分）",                                \
         .en = "Points in all (hundredths of a point)"},                                                                      \
        {.name = "revision", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "修订（ETag）", .en = "Revision (ETag)"}

static const struct field row_fields[] = {ROW_FIELDS, {0}};
static const struct schema row_schema = {"ChecklistRow", row_fields};

static const struct field rule_fields[] = {
        {.name = "rule_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .check = name_is, .example = "\"gap\"",
         .zh = "扣分情形代码；小写字母、数字和下划线", .en = "Code of the rule: small letters, digits, underscores"},
        {.name = "points", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = CHECKLIST_POINTS_MAX, .zh = "扣分（百分之一分）",
         .en = "Points deducted (hundredths of a point)"},
        {.name = "each", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "每处扣分；否则只扣一次", .en = "For each occurrence; else once"},
        {.name = "cap", .type = F_INT, .min = 0, .max = CHECKLIST_POINTS_MAX, .zh = "该情形最多扣分（百分之一分）；0 为不超过该项分值",
         .en = "Most that this rule takes (hundredths of a point); 0: the points of the item"},
        {.name = "text_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 300, .zh = "扣分情形", .en = "What is deducted for, Chinese"},
        {.name = "text_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 300, .zh = "扣分情形（英文）", .en = "What is deducted for, English"},
        {0},
};

#define OPTIONAL_TEXT(member, zh_, en_) {.name = member, .type = F_TEXT, .max = 2000, .zh = zh_, .en = en_}

static const struct field item_fields[] = {
        CHECKLIST_ITEM_FIELDS,
        {.name = "step", .type = F_INT, .min = 0, .max = CHECKLIST_POINTS_MAX, .zh = "最小扣分（百分之一分）；0 为不限",
         .en = "Smallest deduction (hundredths of a point); 0: any"},
        {.name = "always", .type = F_BOOL, .zh = "适用于所有案卷：不得填“不适用”", .en = "Applies to every file: \"not applicable\" is refused"},
        {.name = "text_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 2000, .zh = "内容", .en = "What is asked, Chinese"},
        {.name = "text_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 2000, .zh = "内容（英文）", .en = "What is asked, English"},
        OPTIONAL_TEXT("deduction_zh", "扣分办法", "How to deduct, Chinese"),
        OPTIONAL_TEXT("deduction_en", "扣分办法（英文）", "How to deduct, English"),
        OPTIONAL_TEXT("basis_zh", "依据", "Legal basis"),
        OPTIONAL_TEXT("na_zh", "不适用的条件", "When it does not apply, Chinese"),
        OPTIONAL_TEXT("na_en", "不适用的条件（英文）", "When it does not apply, English"),
        OPTIONAL_TEXT("guidance_zh", "评查指引", "Where to look and what to mind, Chinese"),
        OPTIONAL_TEXT("guidance_en", "评查指引（英文）", "Where to look and what to mind, English"),
        {.name = "check_name", .type = F_TEXT, .flags = FIELD_NULL, .min = 2, .max = 40, .check = name_is, .example = "\"filed_in_time\"",
         .zh = "由系统数据预先核对的检查名称；null 为不预检", .en = "The check that answers it beforehand from data; null: none"},
        {.name = "rules", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = CHECKLIST_RULES_MAX, .fields = rule_fields, .zh = "扣分情形",
         .en = "Rules of deduction"},
        {0},
};

#define ITEMS_FIELD                                                                                                           \
        {.name = "items", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = CHECKLIST_ITEMS_MAX, .fields = item_fields, \
         .zh = "各项，按顺序", .en = "The items, in order"}

static const struct field whole_fields[] = {ROW_FIELDS, ITEMS_FIELD, {0}};
static const struct schema whole_schema = {"Checklist", whole_fields};

static const struct field body[] = {HEAD_FIELDS, ITEMS_FIELD, {0}};
static const struct schema export_schema = {"ChecklistExport", body};
static const struct field items_only[] = {ITEMS_FIELD, {0}};

static const struct field csv_body[] = {
        HEAD_FIELDS,
        {.name = "csv", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_VERBATIM, .min = 1, .max = CSV_MAX,
         .zh = "CSV 文本，列与导出的相同：每项一行，其扣分情形各一行（kind 为 rule）紧随其后",
         .en = "CSV text with the columns of the export: a row for each item and, below it, one for each of its rules (kind: rule)"},
        {0},
};

static const struct field export_query[] = {
        {.name = "format", .type = F_TEXT, .choices = (const char *const[]){"json", "csv", NULL}, .zh = "格式；省略时按 Accept",
         .en = "Format; left out: by Accept"},
        {0},
};

static const struct field difference_fields[] = {
        {.name = "field", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "字段", .en = "The field"},
        {.name = "from", .type = F_ANY, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "原值", .en = "What it was"},
        {.name = "to", .type = F_ANY, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "新值", .en = "What it is"},
        {0},
};
static const struct field changed_fields[] = {
        {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "项目代码", .en = "Code of the item"},
        {.name = "change", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = changes, .zh = "新增、删除或修改", .en = "Added, removed or changed"},
        {.name = "fields", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = difference_fields, .zh = "不同之处", .en = "What differs"},
        {0},
};
static const struct field compare_fields[] = {
        {.name = "from_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "原评查标准", .en = "The checklist compared"},
        {.name = "to_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "与之比较的", .en = "The one compared with"},
        {.name = "head", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = difference_fields, .zh = "名称和等次线的不同",
         .en = "What differs in titles and thresholds"},
        {.name = "items", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 2 * CHECKLIST_ITEMS_MAX, .fields = changed_fields,
         .zh = "不同的项目", .en = "Items that differ"},
        {0},
};
static const struct schema compare_schema = {"ChecklistDifferences", compare_fields};

/* ---- reading items ---- */

static const char *text_of(const json_t *object, const char *name, struct arena *a)
{
        return arena_text(a, json_string_value(json_object_get(object, name)));
}

static int number(const json_t *object, const char *name)
{
        return (int)json_integer_value(json_object_get(object, name));
}

static struct review_item item_of(const json_t *j, struct arena *a)
{
        const json_t *list = json_object_get(j, "rules");
        size_t n = json_array_size(list);
        struct review_rule *rules = arena_take(a, (n + 1) * sizeof *rules);

        for (size_t i = 0; i < n; i++) {
                const json_t *r = json_array_get(list, i);

                rules[i] = (struct review_rule){.code = text_of(r, "rule_code", a),
                                                .points = number(r, "points"),
                                                .each = json_is_true(json_object_get(r, "each")),
                                                .cap = number(r, "cap")};
        }
        return (struct review_item){.code = text_of(j, "item_code", a),
                                    .kind = text_of(j, "kind", a),
                                    .points = number(j, "points"),
                                    .step = number(j, "step"),
                                    .always = json_is_true(json_object_get(j, "always")),
                                    .rules = rules,
                                    .n_rules = n};
}

struct review_sheet checklist_sheet(const char *items, int excellent_min, int pass_min, struct arena *a)
{
        json_auto_t *list = items ? json_loads(items, 0, NULL) : NULL;
        size_t n = json_array_size(list);
        struct review_item *out = arena_take(a, sizeof *out * (n + 1));

        for (size_t i = 0; i < n; i++)
                out[i] = item_of(json_array_get(list, i), a);
        return (struct review_sheet){.items = out, .n = n, .excellent_min = excellent_min, .pass_min = pass_min};
}

/* ---- CSV ---- */

static const char *const columns[] = {"item_code", "kind", "stage", "rule_code", "points", "step", "each", "cap", "always", "text_zh",
                                      "text_en", "deduction_zh", "deduction_en", "basis_zh", "na_zh", "na_en", "guidance_zh",
                                      "guidance_en", "check_name"};
enum { COLUMNS = sizeof columns / sizeof *columns, ITEM_CODE = 0, KIND = 1 };

struct csv {
        struct req *rq;
        json_t *items;
        const char *last_code;
        long *lines;                     /* of each item … */
        long (*rules)[CHECKLIST_RULES_MAX + 1]; /* … and of its rules */
};

static json_t *value_of(const char *text)
{
        size_t digits = strspn(text, "0123456789");

        if (digits && digits <= INT_DIGITS_MAX && !text[digits])
                return json_integer(atoll(text));
        if (!strcmp(text, "true") || !strcmp(text, "false"))
                return json_boolean(*text == 't');
        return json_string(text);
}

static bool is_text(const char *column)
{
        return strstr(column, "_zh") || strstr(column, "_en") || strstr(column, "_code") || !strcmp(column, "check_name");
}

/* A record as the object that the body would have; empty cells are left out. */
static json_t *object_of(const struct table_cell *cells, const int at[COLUMNS], bool rule)
{
        json_t *object = json_object();

        for (int i = 0; i < COLUMNS; i++) {
                const char *text = cells[at[i]].text;

                if (*text && !(rule && (i == ITEM_CODE || i == KIND)))
                        json_object_set_new(object, columns[i], is_text(columns[i]) ? json_string(text) : value_of(text));
        }
        return object;
}

static void line_fault(struct csv *c, long line, const char *column, const char *code, const char *zh, const char *en)
{
        fault_field_text(&c->rq->fault, ERR_INVALID, arena_printf(c->rq->arena, "/csv/%ld/%s", line, column), code, zh, en);
}

static void take_rule(struct csv *c, const struct table_cell *cells, const int at[COLUMNS], long line)
{
        size_t n = json_array_size(c->items);
        json_t *item = n ? json_array_get(c->items, n - 1) : NULL, *rules = json_object_get(item, "rules");

        if (!item || strcmp(c->last_code, cells[at[ITEM_CODE]].text)) {
                line_fault(c, line, "item_code", "order", "扣分情形应当紧随其项目", "A rule stands below its item");
                return;
        }
        if (!rules)
                json_object_set_new(item, "rules", rules = json_array());
        if (json_array_size(rules) <= CHECKLIST_RULES_MAX)
                c->rules[n - 1][json_array_size(rules)] = line;
        json_array_append_new(rules, object_of(cells, at, true));
}

static void take_row(struct csv *c, const struct table_cell *cells, const int at[COLUMNS], long line)
{
        if (!strcmp(cells[at[KIND]].text, "rule")) {
                take_rule(c, cells, at, line);
                return;
        }
        if (json_array_size(c->items) <= CHECKLIST_ITEMS_MAX)
                c->lines[json_array_size(c->items)] = line;
        c->last_code = arena_text(c->rq->arena, cells[at[ITEM_CODE]].text);
        json_array_append_new(c->items, object_of(cells, at, false));
}

static err_t read_rows(struct csv *c, struct table *t)
{
        enum table_next next;
        int at[COLUMNS];
        err_t e = table_header(t, columns, COLUMNS, false, at, &c->rq->fault);

        if (e)
                return e;
        while ((next = table_next(t)) == TABLE_ROW || next == TABLE_BAD)
                if (next == TABLE_ROW && json_array_size(c->items) <= CHECKLIST_ITEMS_MAX)
                        take_row(c, table_cells(t), at, table_line(t));
                else if (next == TABLE_BAD)
                        line_fault(c, table_why(t)->line, "", table_why(t)->code, table_why(t)->zh, table_why(t)->en);
        return c->rq->fault.err;
}

/* "/items/3/rules/0/points" of the body is "/csv/LINE/points" of the file. */
static void tell_lines(struct csv *c)
{
        for (struct field_fault *f = c->rq->fault.fields; f; f = f->next) {
                unsigned long item, rule;
                int end = 0;

                if (sscanf(f->where, "/items/%lu/rules/%lu%n", &item, &rule, &end) == 2 && item < CHECKLIST_ITEMS_MAX &&
                    rule < CHECKLIST_RULES_MAX)
                        f->where = arena_printf(c->rq->arena, "/csv/%ld%s", c->rules[item][rule], f->where + end);
                else if (sscanf(f->where, "/items/%lu%n", &item, &end) == 1 && item < CHECKLIST_ITEMS_MAX)
                        f->where = arena_printf(c->rq->arena, "/csv/%ld%s", c->lines[item], f->where + end);
        }
}

static err_t read_csv(struct csv *c, const char *text)
{
        struct table *t;
        struct fault *f = &c->rq->fault;
        json_auto_t *whole = NULL;
        err_t e = table_open_text(&t, text, strlen(text), &(struct table_options){.encoding = TABLE_UTF8}, f);

        if (e)
                return e;
        e = read_rows(c, t);
        table_close(t);
        if (e)
                return e;
        whole = json_pack("{sO}", "items", c->items);
        return fields_read_body(items_only, whole, &c->rq->args, f);
}

/* ---- judges ---- */

static err_t check_sheet(struct req *rq)
{
        struct review_sheet sheet = checklist_sheet(req_arg(rq, "items"), atoi(req_arg(rq, "excellent_min")), atoi(req_arg(rq, "pass_min")),
                                                    rq->arena);

        return review_sheet_check(&sheet, &rq->fault);
}

static void begin_draft(struct req *rq, const PGresult *r)
{
        req_set(rq, "checklist_id", rq->new_id);
        req_set(rq, "checklist_version", cell(r, "version"));
}

static err_t judge_create(struct req *rq, PGresult *r)
{
        begin_draft(rq, r);
        return check_sheet(rq);
}

static err_t judge_csv(struct req *rq, PGresult *r)
{
        struct csv c = {.rq = rq,
                        .items = json_array(),
                        .lines = arena_take(rq->arena, sizeof *c.lines * (CHECKLIST_ITEMS_MAX + 1)),
                        .rules = arena_take(rq->arena, sizeof *c.rules * (CHECKLIST_ITEMS_MAX + 1))};
        err_t e = read_csv(&c, req_arg(rq, "csv"));

        json_decref(c.items);
        begin_draft(rq, r);
        if (!e)
                e = check_sheet(rq);
        if (e)
                tell_lines(&c);
        return e;
}

static err_t must_be(struct req *rq, const PGresult *r, const char *state, const char *zh, const char *en)
{
        return strcmp(cell(r, "state"), state) ? fault_said(&rq->fault, ERR_RULE, zh, en) : OK;
}

static err_t judge_replace(struct req *rq, PGresult *r)
{
        err_t e = must_be(rq, r, "draft", "已发布的评查标准不可修改", "A published checklist never changes");

        if (e)
                return e;
        if (strcmp(cell(r, "code"), req_arg(rq, "code")))
                return req_field_fault(rq, "code", "fixed", "代码不可改变", "The code does not change");
        return check_sheet(rq);
}

static err_t judge_publish(struct req *rq, PGresult *r)
{
        return must_be(rq, r, "draft", "只有草案可以发布", "Only a draft is published");
}

static err_t judge_retire(struct req *rq, PGresult *r)
{
        return must_be(rq, r, "published", "只有已发布的评查标准可以停用", "Only a published checklist is retired");
}

static int json_or_csv(struct req *rq)
{
        const char *format = req_arg(rq, "format");

        reply_header(rq->x, "Vary", "Accept, Accept-Language");
        if (format ? !strcmp(format, "json") : !req_prefers(rq, "text/csv"))
                return SQL_CHECKLIST_EXPORT;
        rq->reply_type = "text/csv; charset=utf-8";
        rq->reply_file = arena_printf(rq->arena, "anjuan-checklist-%s.csv", req_arg(rq, "checklist_id"));
        return SQL_CHECKLIST_CSV;
}

/* ---- rows ---- */

#define ONE_ITEM                                                                                                              \
        "{\"item_code\":\"V1\",\"stage\":\"legality\",\"kind\":\"veto\",\"points\":0,\"text_zh\":\"主体不适格\",\"text_en\":\"No power to penalise\"}," \
        "{\"item_code\":\"A1\",\"stage\":\"filing\",\"kind\":\"scored\",\"points\":10000,\"text_zh\":\"立案材料齐全\",\"text_en\":\"Filing is complete\"," \
        "\"always\":true,\"rules\":[{\"rule_code\":\"gap\",\"points\":500,\"each\":true,\"cap\":5000,\"text_zh\":\"缺少事项\",\"text_en\":\"A gap\"}]}"
#define HEAD(code) "{\"code\":\"" code "\",\"title_zh\":\"专项评查标准\",\"title_en\":\"A special review\",\"excellent_min\":9000,\"pass_min\":6000,"

const struct route checklist_routes[] = {
        {"GET", "/api/v1/checklists", "listChecklists", "案卷评查", .zh = "评查标准，新版本在前", .en = "Checklists, newer versions first",
         .flags = ROUTE_LIST, .reply = &row_schema, .sql = SQL_CHECKLIST_LIST, .example_login = "officer1.huangpu"},
        {"POST", "/api/v1/checklists", "createChecklist", "案卷评查", .zh = "拟订评查标准，或者已有标准的新版本",
         .en = "Draft a checklist, or a new version of one", .permission = "checklist.write", .flags = ROUTE_CREATES, .body = body,
         .reply = &whole_schema, .sql_lock = SQL_CHECKLIST_NEXT, .judge = judge_create, .sql_write = SQL_CHECKLIST_CREATE,
         .sql_after = SQL_CHECKLIST_ITEMS, .sql = SQL_CHECKLIST_GET, .location = "/api/v1/checklists/{new_id}", .body_max = BODY_MAX,
         .example_login = "legal1.city", .example_body = HEAD("special") "\"items\":[" ONE_ITEM "]}"},
        {"POST", "/api/v1/checklists/csv", "importChecklist", "案卷评查", .zh = "由 CSV 拟订评查标准；每处错误都指明行号",
         .en = "Draft a checklist from CSV; every fault names its line", .permission = "checklist.write", .flags = ROUTE_CREATES, .body = csv_body,
         .reply = &whole_schema, .sql_lock = SQL_CHECKLIST_NEXT, .judge = judge_csv, .sql_write = SQL_CHECKLIST_CREATE,
         .sql_after = SQL_CHECKLIST_ITEMS, .sql = SQL_CHECKLIST_GET, .location = "/api/v1/checklists/{new_id}", .body_max = BODY_MAX,
         .example_login = "legal1.city",
         .example_body = HEAD("special") "\"csv\":\"item_code,kind,stage,rule_code,points,step,each,cap,always,text_zh,text_en,deduction_zh,"
                         "deduction_en,basis_zh,na_zh,na_en,guidance_zh,guidance_en,check_name\\n"
                         "A1,scored,filing,,10000,50,,,true,立案材料齐全,Filing is complete,,,,,,,,\\n"
                         "A1,rule,,gap,500,,true,5000,,缺少事项,A gap,,,,,,,,\\n\"}"},
        {"GET", "/api/v1/checklists/{checklist_id}", "getChecklist", "案卷评查", .zh = "读取评查标准及全部项目",
         .en = "Read a checklist with all its items", .reply = &whole_schema, .sql = SQL_CHECKLIST_GET,
         .example_login = "officer1.huangpu", .example_path = "/api/v1/checklists/01900000-0000-7000-8000-00000000c002"},
        {"PUT", "/api/v1/checklists/{checklist_id}", "replaceChecklist", "案卷评查", .zh = "修改草案：整体替换",
         .en = "Change a draft: it is replaced as a whole", .permission = "checklist.write", .flags = ROUTE_IF_MATCH, .body = body,
         .reply = &whole_schema, .sql_lock = SQL_CHECKLIST_LOCK, .judge = judge_replace, .sql_write = SQL_CHECKLIST_REPLACE,
         .sql_after = SQL_CHECKLIST_ITEMS, .sql = SQL_CHECKLIST_GET, .body_max = BODY_MAX, .example_login = "legal1.city",
         .example_path = "/api/v1/checklists/" DEMO_UUID("0c003"), .example_if_match = "\"1\"",
         .example_body = HEAD("daily") "\"items\":[" ONE_ITEM "]}"},
        {"GET", "/api/v1/checklists/{checklist_id}/export", "exportChecklist", "案卷评查", .zh = "导出评查标准：JSON（可用于新建和修改）或 CSV",
         .en = "Export a checklist: JSON, which creating and changing take, or CSV", .query = export_query, .reply = &export_schema,
         .content_type = "text/csv; charset=utf-8", .choose = json_or_csv, .sql = SQL_CHECKLIST_EXPORT, .example_login = "legal1.city",
         .example_path = "/api/v1/checklists/01900000-0000-7000-8000-00000000c002/export"},
        {"GET", "/api/v1/checklists/{checklist_id}/compare/{other_id}", "compareChecklists", "案卷评查", .zh = "比较两个评查标准",
         .en = "Compare two checklists", .reply = &compare_schema, .sql = SQL_CHECKLIST_COMPARE, .example_login = "legal1.city",
         .example_path = "/api/v1/checklists/01900000-0000-7000-8000-00000000c001/compare/01900000-0000-7000-8000-00000000c002"},
        {"POST", "/api/v1/checklists/{checklist_id}/publish", "publishChecklist", "案卷评查", .zh = "发布评查标准，此后不再改变",
         .en = "Publish a checklist, which then never changes", .permission = "checklist.write", .flags = ROUTE_IF_MATCH,
         .reply = &whole_schema, .sql_lock = SQL_CHECKLIST_LOCK, .judge = judge_publish, .sql_write = SQL_CHECKLIST_PUBLISH,
         .sql = SQL_CHECKLIST_GET, .example_login = "legal1.city", .example_path = "/api/v1/checklists/" DEMO_UUID("0c004") "/publish",
         .example_if_match = "\"1\""},
        {"POST", "/api/v1/checklists/{checklist_id}/retire", "retireChecklist", "案卷评查", .zh = "停用评查标准；已用它的评查不受影响",
         .en = "Retire a checklist; reviews by it go on", .permission = "checklist.write", .flags = ROUTE_IF_MATCH, .reply = &whole_schema,
         .sql_lock = SQL_CHECKLIST_LOCK, .judge = judge_retire, .sql_write = SQL_CHECKLIST_RETIRE, .sql = SQL_CHECKLIST_GET,
         .example_login = "legal1.city", .example_path = "/api/v1/checklists/01900000-0000-7000-8000-00000000c002/retire",
         .example_if_match = "\"1\""},
        {0},
};
