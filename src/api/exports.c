#include "api/exports.h"
#include "api/common.h"

#include "sql_table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WAITING_MAX = 5 };

static const char *const kinds[] = {"cases", "quarter", "penalties", "campaign_report", "assessment", NULL};
static const char *const formats[] = {"csv", "xlsx", "pdf", NULL};
static const char *const languages[] = {"zh", "en", NULL};
static const char *const states[] = {"queued", "running", "done", "failed", "expired", NULL};

static const struct field create_body[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = kinds, .zh = "内容：cases 案件清单，quarter 季报（quarter），penalties 年度行政处罚统计表（year），campaign_report 评查通报（campaign_id），assessment 考核计分（run_id）",
         .en = "What: cases is the list of cases, quarter the statistics of a quarter, penalties the yearly table of penalties,"
               " campaign_report the report of a review campaign, assessment the points of a scheme"},
        {.name = "format", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = formats, .zh = "格式", .en = "Format"},
        {.name = "language", .type = F_TEXT, .choices = languages, .zh = "语言；省略时为中文", .en = "Language; left out: Chinese"},
        {.name = "parameters", .type = F_OBJECT, .fields = export_parameters, .zh = "筛选条件", .en = "Filters"},
        {0},
};

#define HEAD_FIELDS                                                                                                         \
        {.name = "export_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "导出", .en = "The export"},                   \
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = kinds, .zh = "内容", .en = "What is in it"},   \
        {.name = "format", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = formats, .zh = "格式", .en = "Format"},      \
        {.name = "language", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = languages, .zh = "语言", .en = "Language"}, \
        {.name = "parameters", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "筛选条件", .en = "Filters"},                  \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states,                                       \
         .zh = "进展：排队、生成中、完成、失败、已过期", .en = "How far it is: expired means that the file is no longer kept"}, \
        {.name = "rows_done", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "已生成的行数", .en = "Rows that are in it so far"}, \
        {.name = "rows_total", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "总行数；未知为空", .en = "Rows it will have; null: not known"}, \
        {.name = "bytes", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文件大小", .en = "Size of the file"},  \
        {.name = "file_name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文件名", .en = "Name of the file"}, \
        {.name = "requested_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "申请时间", .en = "When it was asked for"}, \
        {.name = "kept_until", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文件保存至", .en = "How long its file is kept"}

static const struct field row_fields[] = {HEAD_FIELDS, {0}};
static const struct schema row_schema = {"ExportRow", row_fields};
static const struct field export_fields[] = {
        HEAD_FIELDS,
        {.name = "reason_zh", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "失败原因", .en = "Why it failed, in Chinese"},
        {.name = "reason_en", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "失败原因（英文）", .en = "Why it failed"},
        {.name = "sha256", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .min = 64, .max = 64, .zh = "文件的 SHA-256", .en = "SHA-256 of the file"},
        {.name = "started_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "开始时间", .en = "When it was begun"},
        {.name = "ended_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "结束时间", .en = "When it was done or failed"},
        {0},
};
static const struct schema export_schema = {"Export", export_fields};

/* ---- asking ---- */

static bool lists(const char *words, const char *word)
{
        size_t n = strlen(word);

        for (const char *at = words; (at = strstr(at, word)); at += n)
                if ((at == words || strchr(" ,{", at[-1])) && (!at[n] || strchr(" ,}", at[n])))
                        return true;
        return false;
}

static void parameter_fault(struct req *rq, const char *name, const char *code, const char *zh, const char *en)
{
        fault_field_text(&rq->fault, ERR_INVALID, arena_printf(rq->arena, "/parameters/%s", name), code, zh, en);
}

static err_t check_parameters(struct req *rq, const struct export_kind *k)
{
        const json_t *given = json_object_get(rq->body, "parameters");

        for (const struct field *p = export_parameters; p->name; p++) {
                bool has = json_object_get(given, p->name) != NULL;

                if (has && !lists(k->parameters, p->name))
                        parameter_fault(rq, p->name, "unknown", "此内容没有该筛选条件", "This kind does not take it");
                if (!has && lists(k->required, p->name))
                        parameter_fault(rq, p->name, "required", "此内容须给出该条件", "This kind needs it");
        }
        return rq->fault.err;
}

static err_t judge_create(struct req *rq, PGresult *facts)
{
        const struct export_kind *k = export_kind_find(req_arg(rq, "kind"));
        const char *language = req_arg(rq, "language");
        err_t e;

        if (!lists(PQgetvalue(facts, 0, 1), k->permission))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "此操作需要权限 %s", "This needs the permission %s", k->permission);
        if (!lists(k->formats, req_arg(rq, "format")))
                req_field_fault(rq, "format", "choice", "此内容没有该格式", "This kind is not offered in that format");
        e = check_parameters(rq, k);
        if (e)
                return e;
        if (atoi(PQgetvalue(facts, 0, 2)) >= WAITING_MAX)
                return fault_set(&rq->fault, ERR_TOO_MANY, "您已有 %d 个导出在排队，请等待完成", "%d of your exports are waiting already", WAITING_MAX);
        req_set(rq, "export_id", rq->new_id);
        req_set(rq, "export_permission", k->permission);
        req_set(rq, "export_english", language && !strcmp(language, "en") ? "t" : "f");
        return OK;
}

/* ---- fetching ---- */

static const char *type_of(const char *format)
{
        if (!strcmp(format, "csv"))
                return "text/csv; charset=utf-8";
        if (!strcmp(format, "pdf"))
                return "application/pdf";
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

static err_t no_disk(struct req *rq)
{
        return fault_set(&rq->fault, ERR_UNAVAILABLE, "服务器的临时目录不可用", "The server's folder for files on their way cannot be used");
}

/* Piece by piece into a file without a name, from which the reply is sent: memory holds one piece. */
static err_t copy_pieces(struct req *rq, int file, long long bytes)
{
        err_t e = OK;

        for (int i = 0; bytes > 0 && !e; i++) {
                AUTO_RESULT r = NULL;
                unsigned char *data;
                size_t n;

                req_set(rq, "piece", arena_printf(rq->arena, "%d", i));
                e = req_query(rq, SQL_EXPORT_PIECE, &r);
                if (e)
                        return e;
                if (PQntuples(r) == 0)
                        return fault_set(&rq->fault, ERR_NOT_FOUND, "文件已不再保存", "The file is no longer kept");
                data = PQunescapeBytea((const unsigned char *)PQgetvalue(r, 0, 0), &n);
                bytes -= (long long)n;
                if (!data || write(file, data, n) != (ssize_t)n)
                        e = no_disk(rq);
                PQfreemem(data);
        }
        return e;
}

/* What keeps the file from being fetched. */
static err_t judge_file(struct req *rq, const PGresult *r)
{
        const char *state;

        if (PQntuples(r) == 0)
                return fault_set(&rq->fault, ERR_NOT_FOUND, "不存在，或您无权查看", "It does not exist, or not for you");
        state = PQgetvalue(r, 0, 0);
        if (!strcmp(state, "queued") || !strcmp(state, "running")) {
                rq->fault.retry_after_s = 2;
                return fault_set(&rq->fault, ERR_CONFLICT, "文件尚未生成", "The file is not made yet");
        }
        if (strcmp(state, "done"))
                return fault_set(&rq->fault, ERR_NOT_FOUND, "没有文件，或已不再保存", "There is no file, or it is no longer kept");
        if (PQgetvalue(r, 0, 5)[0] != 't')
                return fault_set(&rq->fault, ERR_NOT_FOUND, "您已无权查看其中的全部单位，请重新导出",
                                 "You may no longer see all units that are in it; export anew");
        return OK;
}

static void send_file(struct req *rq, const PGresult *r, int file)
{
        const char *format = arena_text(rq->arena, PQgetvalue(r, 0, 1));

        reply_header(rq->x, "Content-Disposition", arena_printf(rq->arena, "attachment; filename=\"%s\"", PQgetvalue(r, 0, 2)));
        reply_file(rq->x, type_of(format), file, (size_t)atoll(PQgetvalue(r, 0, 4)));
}

static err_t fetch(struct req *rq)
{
        AUTO_RESULT r = NULL;
        int file = -1;
        err_t e = req_begin(rq);

        if (!e)
                e = req_query(rq, SQL_EXPORT_FILE, &r);
        if (!e)
                e = judge_file(rq, r);
        if (!e && (file = open(rq->settings->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)) < 0)
                e = no_disk(rq);
        if (!e)
                e = copy_pieces(rq, file, atoll(PQgetvalue(r, 0, 4)));
        if (!e)
                e = req_finish(rq, 0, SQL_EXPORT_FETCHED);
        if (!e && rq->x->reply.status == 200)
                send_file(rq, r, file);
        else if (file >= 0)
                close(file);
        return e;
}

const struct route export_routes[] = {
        {"GET", "/api/v1/exports", "listExports", "导出", .zh = "本人的导出，新的在前", .en = "One's own exports, the newest first", .flags = ROUTE_LIST,
         .reply = &row_schema, .sql = SQL_EXPORT_LIST, .example_login = "officer1.huangpu"},
        {"POST", "/api/v1/exports", "createExport", "导出", .zh = "申请导出：在后台以申请人的权限生成，进展和文件见 Location",
         .en = "Ask for an export: made in the background with the rights of whoever asks; progress and file are found at Location",
         .flags = ROUTE_CREATES | ROUTE_LATER, .body = create_body, .reply = &export_schema, .sql_lock = SQL_EXPORT_FACTS, .judge = judge_create,
         .sql_write = SQL_EXPORT_CREATE, .sql = SQL_EXPORT_GET, .location = "/api/v1/exports/{export_id}", .example_login = "officer1.huangpu",
         .example_body = "{\"kind\":\"cases\",\"format\":\"xlsx\",\"parameters\":{\"unit_id\":\"310101\",\"filed_from\":\"2026-01-01\"}}"},
        {"GET", "/api/v1/exports/{export_id}", "getExport", "导出", .zh = "一个导出的进展", .en = "How far an export is", .reply = &export_schema,
         .sql = SQL_EXPORT_GET, .subject = "export_id", .example_login = "officer1.huangpu", .example_path = "/api/v1/exports/" DEMO_UUID("00801")},
        {"GET", "/api/v1/exports/{export_id}/file", "getExportFile", "导出", .zh = "导出的文件；仅申请人，且仍有其中全部单位的权限",
         .en = "The file of an export: for whoever asked for it and may still see every unit in it", .flags = ROUTE_REPORT,
         .content_type = "text/csv; charset=utf-8", .handle = fetch, .subject = "export_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/exports/" DEMO_UUID("00801") "/file"},
        {0},
};
