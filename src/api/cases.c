#include "api/acts.h"
#include "api/case_facts.h"
#include "api/cells.h"
#include "api/common.h"
#include "api/deadlines.h"
#include "api/event_fields.h"
#include "api/law.h"

#include "base/fold.h"
#include "http/req.h"
#include "rules/date.h"
#include "rules/identity.h"
#include "rules/procedure.h"
#include "rules/terms.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* A position of the log, or a date. */
static bool as_of_ok(const char *s)
{
        day_t d;

        return s[strspn(s, "0123456789")] == '\0' || day_parse(s, &d);
}

/* ---- fields ---- */

static const struct field party_fields[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = party_codes, .zh = "公民或组织", .en = "Person or organisation"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 200, .zh = "姓名或名称", .en = "Name"},
        {.name = "credit_code", .type = F_TEXT, .flags = FIELD_NULL, .min = 18, .max = 18, .check = credit_code_ok,
         .zh = "统一社会信用代码（组织）", .en = "Unified social credit code (organisations)"},
        {.name = "id_number", .type = F_TEXT, .flags = FIELD_NULL | FIELD_SECRET, .min = 18, .max = 18, .check = resident_id_ok,
         .zh = "居民身份证号（公民），读取时打码", .en = "Resident identity number (persons); masked when read"},
        {.name = "phone", .type = F_TEXT, .flags = FIELD_NULL | FIELD_SECRET, .min = 5, .max = 20, .zh = "电话，读取时打码",
         .en = "Telephone; masked when read"},
        {.name = "address", .type = F_TEXT, .flags = FIELD_NULL, .max = 300, .zh = "地址", .en = "Address"},
        {.name = "representative", .type = F_TEXT, .flags = FIELD_NULL, .max = 100, .zh = "法定代表人或负责人",
         .en = "Legal representative"},
        {0},
};

#define CASE_FACT_FIELDS                                                                                                      \
        {.name = "title", .type = F_TEXT, .min = 1, .max = 200, .zh = "案件名称；立案时省略则由当事人和案由组成",             \
         .en = "Title; left out at filing it is made from party and cause"},                                                  \
        {.name = "cause_text", .type = F_TEXT, .flags = FIELD_NULL, .max = 300, .zh = "目录外案由",                           \
         .en = "Cause of action that is in no catalogue"},                                                                    \
        {.name = "articles", .type = F_TEXT, .flags = FIELD_LIST, .min = 1, .max = 200, .list_max = 30, .zh = "涉嫌违反的条款", \
         .en = "Articles thought to be broken"},                                                                              \
        {.name = "facts", .type = F_TEXT, .flags = FIELD_NULL, .max = 4000, .zh = "基本事实", .en = "Facts"},                  \
        {.name = "place", .type = F_TEXT, .flags = FIELD_NULL, .max = 300, .zh = "案发地点", .en = "Place"},                   \
        {.name = "continuing", .type = F_BOOL, .zh = "违法行为是否有连续或者继续状态（时效自终了之日起算）",                      \
         .en = "Whether the act continued or went on; limitation counts from its end"},                                       \
        {.name = "ended_on", .type = F_DATE, .flags = FIELD_NULL, .zh = "连续或者继续的违法行为终了日期；尚未终了的为空",      \
         .en = "Day on which such an act ended; null: not yet"},                                                              \
        {.name = "harms_safety", .type = F_BOOL, .zh = "是否涉及公民生命健康安全、金融安全且有危害后果（时效五年）",           \
         .en = "Whether it harmed life, health or financial safety: five years instead of two"},                              \
        {.name = "limitation_basis", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 500, .zh = "法律对时效另有规定的，其依据", \
         .en = "What another law says of its limitation"},                                                                    \
        {.name = "occurred_on", .type = F_DATE, .flags = FIELD_NULL, .zh = "违法行为日期", .en = "Day of the act"},            \
        {.name = "found_on", .type = F_DATE, .flags = FIELD_NULL, .zh = "发现日期", .en = "Day it was found"}

static const struct field create_body[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "承办单位；本人只在一个单位任职时可省略",
         .en = "Handling unit; may be left out by who serves in one unit only"},
        {.name = "subject_unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "执法主体；默认为承办单位，受委托单位默认为委托机关",
         .en = "Enforcement subject; by default the handling unit, or the organ that entrusted it"},
        {.name = "procedure", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = procedure_codes, .zh = "简易或普通程序",
         .en = "Simple or ordinary procedure"},
        {.name = "source", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = source_codes, .zh = "案件来源", .en = "Source"},
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 20, .zh = "案由代码", .en = "Cause of action, its code"},
        {.name = "filed_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "立案日期", .en = "Day of filing"},
        {.name = "parties", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 20, .fields = party_fields,
         .zh = "当事人", .en = "Parties"},
        {.name = "officers", .type = F_UUID, .flags = FIELD_LIST, .list_max = 20, .zh = "办案人员", .en = "Officers in charge"},
        {.name = "clue_ids", .type = F_UUID, .flags = FIELD_LIST, .list_max = 50, .zh = "据以立案的线索", .en = "Clues it is filed on"},
        {.name = "system", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 50, .zh = "外部系统", .en = "Outside system"},
        {.name = "external_id", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "外部编号", .en = "Its id there"},
        {.name = "master", .type = F_TEXT, .choices = (const char *const[]){"here", "there", NULL}, .zh = "以哪一方为准",
         .en = "Which side is the master"},
        CASE_FACT_FIELDS,
        {0},
};

static const struct field correct_body[] = {
        {.name = "source", .type = F_TEXT, .choices = source_codes, .zh = "案件来源", .en = "Source"},
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 20, .zh = "案由代码", .en = "Cause of action, its code"},
        {.name = "parties", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = 20, .fields = party_fields, .zh = "当事人（整体替换）",
         .en = "Parties (all of them, replaced)"},
        {.name = "officers", .type = F_UUID, .flags = FIELD_LIST, .list_max = 20, .zh = "办案人员（整体替换）",
         .en = "Officers in charge (all of them, replaced)"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "更正理由", .en = "Reason of the correction"},
        CASE_FACT_FIELDS,
        {0},
};

const struct field as_of_query[] = {
        {.name = "as_of", .type = F_TEXT, .min = 1, .max = 18, .check = as_of_ok,
         .zh = "按当时所知：日期（上海时间该日终了时；当日为截至目前）或者操作日志的序号",
         .en = "As known then: a date (the end of that day in Shanghai; today: so far) or a position of the log"},
        {0},
};

static const struct field party_read_fields[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = party_codes, .zh = "公民或组织", .en = "Person or organisation"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 200, .zh = "姓名或名称", .en = "Name"},
        {.name = "credit_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "统一社会信用代码", .en = "Unified social credit code"},
        {.name = "id_number_masked", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "身份证号（打码）",
         .en = "Identity number, masked"},
        {.name = "phone_masked", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "电话（打码）", .en = "Telephone, masked"},
        {.name = "address", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 300, .zh = "地址", .en = "Address"},
        {.name = "representative", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 100, .zh = "法定代表人或负责人",
         .en = "Legal representative"},
        {0},
};
static const struct field officer_read_fields[] = {
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "人员", .en = "The person"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100, .zh = "姓名", .en = "Name"},
        {.name = "certificate_no", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "执法证号", .en = "Enforcement certificate"},
        {.name = "from_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "起", .en = "From"},
        {.name = "to_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "止", .en = "To"},
        {0},
};

#define CASE_HEAD_FIELDS                                                                                                      \
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},                         \
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100, .zh = "案号", .en = "Case number"},           \
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "案件名称", .en = "Title"},                          \
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "承办单位", .en = "Handling unit"},                \
        {.name = "procedure", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = procedure_codes, .zh = "程序", .en = "Procedure"}, \
        {.name = "source", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = source_codes, .zh = "案件来源", .en = "Source"}, \
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案由代码", .en = "Cause, its code"}, \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = case_state_codes, .zh = "状态", .en = "State"}, \
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = outcome_codes, .zh = "处理结果", \
         .en = "Outcome"},                                                                                                    \
        {.name = "filed_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "立案日期", .en = "Day of filing"},               \
        {.name = "decided_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "决定日期", .en = "Day of the decision"}, \
        {.name = "closed_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "结案日期", .en = "Day it ended"},  \
        {.name = "fine_fen", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "决定罚款（分）", .en = "Fine decided, fen"},      \
        {.name = "paid_fen", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "已缴罚款（分）", .en = "Fine paid, fen"},         \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}

static const struct field case_row_fields[] = {
        CASE_HEAD_FIELDS,
        {.name = "party_names", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "当事人", .en = "Parties"},
        {0},
};
static const struct schema case_row_schema = {"CaseRow", case_row_fields};

static const struct field case_fields[] = {
        CASE_HEAD_FIELDS,
        {.name = "subject_unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "执法主体", .en = "Enforcement subject"},
        {.name = "cause_version", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "适用的案由版本", .en = "Version of the cause that applies"},
        {.name = "cause", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案由", .en = "Cause of action"},
        {.name = "cause_text", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "目录外案由", .en = "Cause in no catalogue"},
        {.name = "articles", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 1000, .zh = "条款", .en = "Articles"},
        {.name = "facts", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 4000, .zh = "基本事实", .en = "Facts"},
        {.name = "place", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 300, .zh = "案发地点", .en = "Place"},
        {.name = "occurred_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "违法行为日期", .en = "Day of the act"},
        {.name = "found_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "发现日期", .en = "Day it was found"},
        {.name = "continuing", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "连续或者继续", .en = "The act continued or went on"},
        {.name = "ended_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "行为终了日期", .en = "Day on which such an act ended"},
        {.name = "harms_safety", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "时效五年的情形", .en = "Five years of limitation instead of two"},
        {.name = "limitation_basis", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "时效另有规定的依据",
         .en = "What another law says of its limitation"},
        {.name = "served_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "送达日期", .en = "Day of service"},
        {.name = "confiscated_fen", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "没收金额（分）", .en = "Confiscated, fen"},
        {.name = "parties", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = party_read_fields, .zh = "当事人", .en = "Parties"},
        {.name = "officers", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = officer_read_fields, .zh = "办案人员",
         .en = "Officers in charge"},
        {.name = "origin", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "本系统办理或导入", .en = "Handled here, or imported"},
        {.name = "system", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "外部系统", .en = "Outside system"},
        {.name = "external_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "外部编号", .en = "Its id there"},
        {.name = "master", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "以哪一方为准", .en = "Which side is the master"},
        {.name = "created_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "登记时间", .en = "Recorded at"},
        {.name = "updated_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "最后修改时间", .en = "Changed last at"},
        {0},
};
static const struct schema case_schema = {"Case", case_fields};

static const struct field penalty_body[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = penalty_codes, .zh = "处罚种类", .en = "Kind of penalty"},
        {.name = "amount_fen", .type = F_INT, .flags = FIELD_NULL, .min = 0, .max = 1000000000000, .zh = "金额（分）", .en = "Amount, fen"},
        {.name = "content", .type = F_TEXT, .flags = FIELD_NULL, .max = 500, .zh = "内容", .en = "Content"},
        {0},
};

static const struct field instalment_body[] = {
        {.name = "amount_fen", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000000000000, .zh = "金额（分）", .en = "Amount, fen"},
        {.name = "until", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "缴纳截止日期", .en = "Last day for paying it"},
        {0},
};

static const char *const opinions[] = {"agree", "change", "return", NULL};
static const struct field opinion_body[] = {
        {.name = "happened_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "审核日期", .en = "Day of the opinion"},
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = opinions, .zh = "审核意见", .en = "The opinion"},
        {.name = "document_no", .type = F_TEXT, .min = 1, .max = 100, .zh = "文书号", .en = "Number of the document"},
        {.name = "remark", .type = F_TEXT, .min = 1, .max = 1000, .zh = "说明", .en = "Remark"},
        {0},
};

const struct field act_body[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = procedure_posted_kinds,
         .zh = "事件（各自所需内容见 docs/procedure.md）", .en = "Kind of event (docs/procedure.md says what each needs)"},
        {.name = "happened_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "发生日期", .en = "Day it happened"},
        {.name = "outcome", .type = F_TEXT, .choices = act_outcome_codes, .zh = "结果；调查终结时为处理建议",
         .en = "What it ended in; of the end of an investigation: what is proposed"},
        {.name = "penalties", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = 20, .fields = penalty_body, .zh = "处罚（decided）；拟作出的处罚（notice_served）",
         .en = "Penalties (decided); penalties intended (notice_served)"},
        {.name = "amount_fen", .type = F_INT, .min = 1, .max = 1000000000000, .zh = "金额（分）：缴款、退款、加处、变更后的罚款",
         .en = "Amount, fen: paid, refunded, added, the fine as changed"},
        {.name = "receiver", .type = F_TEXT, .min = 1, .max = 200, .zh = "接收机关", .en = "Authority that receives it"},
        {.name = "receiver_code", .type = F_TEXT, .min = 2, .max = 40, .zh = "目录中的接收机关（外部单位代码），可代替 receiver",
         .en = "Authority that receives it, by its code among the outside organisations; instead of receiver"},
        {.name = "transfer_kind", .type = F_TEXT, .choices = transfer_codes, .zh = "移送种类（transferred）",
         .en = "Kind of transfer (transferred)"},
        {.name = "mode", .type = F_TEXT, .choices = service_codes, .zh = "送达方式", .en = "Mode of service"},
        {.name = "evidence_kind", .type = F_TEXT, .choices = evidence_codes, .zh = "证据种类", .en = "Kind of evidence"},
        {.name = "tier", .type = F_TEXT, .choices = tier_codes, .zh = "裁量档次；决定未写的，以调查终结时提出的档次记入决定",
         .en = "Tier of discretion; a decision that names none is recorded with that proposed at the end of the investigation"},
        {.name = "complex", .type = F_BOOL, .zh = "是否复杂或者重大（investigated）", .en = "Whether the case is complex or major (investigated)"},
        {.name = "ground", .type = F_TEXT, .choices = ground_codes, .zh = "从轻、减轻或者不予处罚的情形（decided）",
         .en = "Why not penalised, or more lightly (decided)"},
        {.name = "causes", .type = F_TEXT, .flags = FIELD_LIST, .min = 1, .max = 20, .list_max = 20,
         .zh = "同时适用的其他案由（decided、notice_served）；罚款按上限较高的",
         .en = "Further causes it is decided under (decided, notice_served); the higher fine applies"},
        {.name = "measure", .type = F_INT, .min = 1, .max = 1000000000000, .zh = "裁量基准的计量数，单位的百分之一（decided）",
         .en = "What the benchmark measures, in hundredths of its unit (decided)"},
        {.name = "newer_law", .type = F_BOOL, .zh = "适用作出决定时较轻的规定（decided）",
         .en = "Decided by the milder law in force at the decision (decided)"},
        {.name = "other_act", .type = F_TEXT, .min = 1, .max = 1000, .zh = "与其他案件中已被罚款的不是同一违法行为的说明（decided）",
         .en = "Why it is another act than the one fined in other cases (decided)"},
        {.name = "range_unchecked", .type = F_BOOL, .zh = "罚款没有目录规定的幅度可以核对，未经核对（decided）",
         .en = "The catalogue has no range for the fine: it was not checked (decided)"},
        {.name = "told", .type = F_BOOL, .zh = "当场处罚：已口头告知拟处罚的内容、事实、理由、依据和权利（decided）",
         .en = "On the spot: the party was told of the penalty, its facts, reasons and basis, and of their rights (decided)"},
        {.name = "party_said", .type = F_TEXT, .min = 1, .max = 1000, .zh = "当场处罚：当事人的陈述、申辩；没有意见的如实写明（decided）",
         .en = "On the spot: what the party said, or that they said nothing (decided)"},
        {.name = "basis", .type = F_TEXT, .min = 1, .max = 500, .zh = "法律依据", .en = "Legal basis"},
        {.name = "days", .type = F_INT, .min = 1, .max = 3650, .zh = "天数", .en = "Number of days"},
        {.name = "until", .type = F_DATE, .zh = "截止日期，或者确定的日期", .en = "Last day, or the day set"},
        {.name = "instalments", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = 60, .fields = instalment_body,
         .zh = "各期缴纳的金额和截止日期，依次排列，合计为未缴罚款（deferral_approved）",
         .en = "Instalments in order, adding up to the fine not yet paid (deferral_approved)"},
        {.name = "person_id", .type = F_UUID, .zh = "人员：审核人、听证主持人、被申请回避人", .en = "Person: reviewer, chair, officer to be recused"},
        {.name = "officers", .type = F_UUID, .flags = FIELD_LIST, .list_max = 20, .zh = "承办人员（officers_changed，整体替换）",
         .en = "Officers in charge (officers_changed; all of them)"},
        {.name = "other_unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "相关单位：移送、联合办理、请示、督办的对方单位",
         .en = "The other unit: asked to take the case, handling it jointly, asked, or supervising"},
        {.name = "collected", .type = F_TEXT, .choices = collection_codes, .zh = "执法人员当场收缴的情形（paid）；document_no 为专用票据号",
         .en = "Why the officers collected it on the spot (paid); document_no is that of the receipt"},
        {.name = "retention", .type = F_TEXT, .choices = retention_codes, .zh = "保管期限（archived）", .en = "How long the file is kept (archived)"},
        {.name = "document_no", .type = F_TEXT, .min = 1, .max = 100, .zh = "文书号", .en = "Number of the document"},
        {.name = "remark", .type = F_TEXT, .min = 1, .max = 1000, .zh = "说明", .en = "Remark"},
        {0},
};

static const struct field unmet_fields[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "条件", .en = "The condition"},
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "依据条款", .en = "Its article"},
        {.name = "zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "原因（中文）", .en = "Why, in Chinese"},
        {.name = "en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "原因（英文）", .en = "Why, in English"},
        {.name = "met_by", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .zh = "可以满足它的事项", .en = "Acts that would meet it"},
        {0},
};
#define NEXT_ACT_FIELDS                                                                                                       \
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = procedure_posted_kinds, .zh = "事项", .en = "The act"}, \
        {.name = "zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "中文名称", .en = "Its name in Chinese"},               \
        {.name = "en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Its name in English"},               \
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "依据条款", .en = "Its article"},     \
        {.name = "needs", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .zh = "必填内容", .en = "What it needs"},     \
        {.name = "may_have", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .zh = "可填内容", .en = "What it may have"}, \
        {.name = "outcomes", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .zh = "可选结果", .en = "What it can end in"}
static const struct field open_act_fields[] = {NEXT_ACT_FIELDS, {0}};
static const struct field closed_act_fields[] = {
        NEXT_ACT_FIELDS,
        {.name = "unmet", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = unmet_fields, .zh = "尚未满足的条件",
         .en = "What is not met"},
        {0},
};
static const struct field next_fields[] = {
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = case_state_codes, .zh = "案件状态", .en = "State of the case"},
        {.name = "open", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = open_act_fields, .zh = "现在可以办理的事项",
         .en = "Acts open to you now"},
        {.name = "closed", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = closed_act_fields,
         .zh = "现在不能办理的事项", .en = "Acts that are not, and why"},
        {0},
};
static const struct schema next_schema = {"NextActs", next_fields};

const struct field penalty_read_fields[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = penalty_codes, .zh = "处罚种类", .en = "Kind of penalty"},
        {.name = "amount_fen", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "金额（分）", .en = "Amount, fen"},
        {.name = "content", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "内容", .en = "Content"},
        {0},
};
static const struct field event_fields[] = {
        {.name = "event_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "事件", .en = "The event"},
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        EVENT_HEAD_FIELDS,
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "当时的承办单位", .en = "Handling unit at that time"},
        {.name = "origin", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "本系统办理或导入", .en = "Handled here, or imported"},
        EVENT_SAID_FIELDS,
        {.name = "penalties", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = penalty_read_fields, .zh = "处罚", .en = "Penalties"},
        {.name = "corrects", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所更正或者撤回的事件", .en = "The event that it corrects or withdraws"},
        {.name = "corrected_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "更正或者撤回它的事件",
         .en = "The event by which it is corrected or withdrawn"},
        {.name = "case_version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "登记后案件的版本", .en = "Version of the case after it"},
        {.name = "case_state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = case_state_codes, .zh = "案件现在的状态",
         .en = "State of the case now"},
        {0},
};
const struct schema event_schema = {"CaseEvent", event_fields};

/* The index knows pairs of characters; a single one would be looked for in every case there is. */
static bool words_can_be_found(const char *s)
{
        struct arena a = {0};
        bool good = true;

        for (const char *c = text_nfkc(&a, s, strlen(s)); *c && good; c += strspn(c, " ")) {
                size_t n = strcspn(c, " ");

                good = u8_mbsnlen((const uint8_t *)c, n) >= 2;
                c += n;
        }
        arena_free(&a);
        return good;
}

static const struct field case_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "承办单位", .en = "Handling unit"},
        {.name = "q", .type = F_TEXT, .min = 2, .max = 100, .check = words_can_be_found,
         .zh = "查找：案号、名称、当事人、地点、案由、事实；多个词以空格分开，每个词至少两个字",
         .en = "Words of two characters or more to find in number, title, parties, place, cause and facts; several are separated by spaces"},
        {.name = "state", .type = F_TEXT, .choices = case_state_codes, .zh = "状态", .en = "State"},
        {.name = "cause_code", .type = F_TEXT, .min = 1, .max = 20, .zh = "案由代码", .en = "Cause of action, its code"},
        {.name = "procedure", .type = F_TEXT, .choices = procedure_codes, .zh = "程序", .en = "Procedure"},
        {.name = "source", .type = F_TEXT, .choices = source_codes, .zh = "案件来源", .en = "Source"},
        {.name = "officer_id", .type = F_UUID, .zh = "办案人员", .en = "Officer in charge"},
        {.name = "filed_from", .type = F_DATE, .zh = "立案日期起", .en = "Filed on or after"},
        {.name = "filed_to", .type = F_DATE, .zh = "立案日期止", .en = "Filed on or before"},
        {.name = "decided_from", .type = F_DATE, .zh = "决定日期起", .en = "Decided on or after"},
        {.name = "decided_to", .type = F_DATE, .zh = "决定日期止", .en = "Decided on or before"},
        {.name = "closed_from", .type = F_DATE, .zh = "结案日期起", .en = "Ended on or after"},
        {.name = "closed_to", .type = F_DATE, .zh = "结案日期止", .en = "Ended on or before"},
        {0},
};

/* ---- judges ---- */

static void note_field(struct req *rq, err_t *e, const char *field, const char *code, const char *zh, const char *en)
{
        *e = req_field_fault(rq, field, code, zh, en);
}

/* What a single field cannot show: the code belongs to organisations, the identity number to persons. */
static void check_parties(struct req *rq, const json_t *parties, err_t *e)
{
        size_t i;
        json_t *p;

        if (!json_array_size(parties))
                note_field(rq, e, "parties", "items", "至少应有一个当事人", "There is at least one party");
        json_array_foreach(parties, i, p) {
                bool person = !strcmp(json_string_value(json_object_get(p, "kind")), "person");
                bool code = json_is_string(json_object_get(p, "credit_code")), id = json_is_string(json_object_get(p, "id_number"));

                if (person && code)
                        note_field(rq, e, arena_printf(rq->arena, "parties/%zu/credit_code", i), "check",
                                   "公民没有统一社会信用代码", "A person has no unified social credit code");
                if (!person && id)
                        note_field(rq, e, arena_printf(rq->arena, "parties/%zu/id_number", i), "check", "组织没有身份证号",
                                   "An organisation has no identity number");
        }
}

/* Checks the parties given and sets what is shown and searched of them. */
static void read_parties(struct req *rq, err_t *e)
{
        const char *text = req_arg(rq, "parties");
        json_t *parties = text ? json_loads(text, 0, NULL) : NULL;
        struct text names = {.arena = rq->arena};
        size_t i;
        json_t *p;

        if (!parties)
                return;
        check_parties(rq, parties, e);
        json_array_foreach(parties, i, p)
                text_addf(&names, "%s%s", i ? "、" : "", json_string_value(json_object_get(p, "name")));
        req_set(rq, "party_names", text_str(&names));
        json_decref(parties);
}

static void check_cause(struct req *rq, const PGresult *r, err_t *e)
{
        const char *code = req_arg(rq, "cause_code");

        if (code && !cell(r, "cause_active"))
                note_field(rq, e, "cause_code", "unknown_ref", "没有这个案由", "There is no such cause of action");
        else if (code && !cell_is_true(r, "cause_active"))
                note_field(rq, e, "cause_code", "inactive", "该案由未启用", "This cause of action is not in use");
}

/* As the request leaves it: what it says, or what stands there. */
static day_t day_then(struct req *rq, const PGresult *r, const char *name, const char *column)
{
        return day_of(req_has(rq, name) ? req_arg(rq, name) : cell(r, column));
}

/* An act is found when it was done or later, and filed when it was found or later. */
static void check_days(struct req *rq, const PGresult *r, err_t *e)
{
        day_t today = day_of(cell(r, "today")), found = day_then(rq, r, "found_on", "act_found_on");
        day_t occurred = day_then(rq, r, "occurred_on", "act_occurred_on"), filed = day_then(rq, r, "filed_on", "filed_on");
        bool says = req_has(rq, "found_on") || req_has(rq, "occurred_on");

        if (found != DAY_NONE && found > today)
                note_field(rq, e, "found_on", "range", "不得晚于今天", "It may not lie in the future");
        if (occurred != DAY_NONE && occurred > today)
                note_field(rq, e, "occurred_on", "range", "不得晚于今天", "It may not lie in the future");
        if (!says)
                return;
        if (filed != DAY_NONE && found != DAY_NONE && found > filed)
                note_field(rq, e, "found_on", "range", "不得晚于立案日期", "It may not come after the filing");
        if (filed != DAY_NONE && occurred != DAY_NONE && occurred > filed)
                note_field(rq, e, "occurred_on", "range", "不得晚于立案日期", "It may not come after the filing");
        else if (found != DAY_NONE && occurred != DAY_NONE && occurred > found)
                note_field(rq, e, "occurred_on", "range", "不得晚于发现日期", "It may not come after the day it was found");
}

static bool is_true(struct req *rq, const char *name)
{
        const char *value = req_arg(rq, name);

        return value && *value == 't';
}

/* What a filing, or a correction together with what stands already, says of the end of the act. */
static void check_ended(struct req *rq, const PGresult *r, err_t *e)
{
        day_t ended = day_of(req_arg(rq, "ended_on")), today = day_of(cell(r, "today"));
        day_t occurred = day_of(req_has(rq, "occurred_on") ? req_arg(rq, "occurred_on") : cell(r, "act_occurred_on"));
        bool continuing = req_has(rq, "continuing") ? is_true(rq, "continuing") : cell_is_true(r, "act_continuing");

        if (ended == DAY_NONE)
                ended = req_has(rq, "ended_on") ? DAY_NONE : day_of(cell(r, "act_ended_on"));
        if (ended == DAY_NONE)
                return;
        if (!continuing)
                note_field(rq, e, "ended_on", "range", "只有连续或者继续的违法行为有终了日期", "Only an act that went on has a day of its end");
        if (ended > today || (occurred != DAY_NONE && ended < occurred))
                note_field(rq, e, "ended_on", "range", "不得早于违法行为日期，也不得晚于今天", "It lies between the day of the act and today");
}

static err_t judge_filing(struct req *rq, const PGresult *r)
{
        struct case_facts facts = {.procedure = req_arg(rq, "procedure"), .filed_on = DAY_NONE, .investigated_on = DAY_NONE,
                                   .decided_on = DAY_NONE, .served_on = DAY_NONE, .paid_on = DAY_NONE,
                                   .occurred_on = day_of(req_arg(rq, "occurred_on")), .ended_on = day_of(req_arg(rq, "ended_on")),
                                   .found_on = day_of(req_arg(rq, "found_on")), .continuing = is_true(rq, "continuing"),
                                   .harms_safety = is_true(rq, "harms_safety"), .limitation_basis = req_arg(rq, "limitation_basis")};
        struct act act = {.kind = "filed", .happened_on = day_of(req_arg(rq, "filed_on")),
                          .permissions = words_of(r, "permissions", rq->arena)};
        AUTO_LAW law = NULL;
        struct procedure_limits limits;
        struct judgement j;
        err_t e = law_take(rq, atoi(cell(r, "law_version")), false, &law);

        if (e)
                return e;
        limits = procedure_limits_of(r, law_clock(law));
        e = procedure_judge(&facts, &act, &limits, rq->arena, &j);
        /* The day of the act has a name of its own in the body of a filing. */
        for (struct unmet *u = j.unmet; u; u = u->next)
                if (u->field && !strcmp(u->field, "/happened_on"))
                        u->field = "/filed_on";
        return judgement_fault(&j, e, &rq->fault);
}

static bool may_approve(struct req *rq, const PGresult *r)
{
        for (const char *const *p = words_of(r, "permissions", rq->arena); p && *p; p++)
                if (!strcmp(*p, "case.approve"))
                        return true;
        return false;
}

/* Who approved the filing of a case of the ordinary procedure: the lead who files it, or the lead on the clues it is filed on.
 * Whoever files it otherwise has it approved afterwards. NULL: nobody needs to. */
static const char *filing_approval(struct req *rq, const PGresult *r)
{
        if (strcmp(req_arg(rq, "procedure"), "ordinary") != 0 || !cell_is_true(r, "approval_asked"))
                return NULL;
        if (may_approve(rq, r))
                return "lead";
        return number_of(cell(r, "clues_approved")) ? "clue" : "awaited";
}

/* Before a case is filed: the unit, the cause, the officers and the clues must fit together. */
static err_t judge_create(struct req *rq, PGresult *r)
{
        struct past_event filed = {.kind = "filed", .happened_on = day_of(req_arg(rq, "filed_on")), .until = DAY_NONE, .seq = 1};
        const char *cause = cell(r, "cause_name") ? cell(r, "cause_name") : req_arg(rq, "cause_text");
        err_t e = OK;

        if (!cell(r, "unit_id"))
                return req_field_fault(rq, "unit_id", "required", "您在多个单位任职，请指明承办单位",
                                       "You serve in several units: say which one handles the case");
        if (!cell_is_true(r, "may_file"))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "您不能在单位 %s 立案", "You may not file a case in unit %s",
                                 cell(r, "unit_id"));
        if (!req_arg(rq, "cause_code") && !req_arg(rq, "cause_text"))
                note_field(rq, &e, "cause_code", "required", "请给出案由代码，目录外的给出 cause_text",
                           "Give the code of the cause, or cause_text if it is in no catalogue");
        check_cause(rq, r, &e);
        check_days(rq, r, &e);
        check_ended(rq, r, &e);
        read_parties(rq, &e);
        if (cell_is_true(r, "subject_unfit"))
                note_field(rq, &e, "subject_unit_id", "mismatch", "承办单位以自己的名义办案，受委托单位以委托机关的名义办案（行政处罚法第二十条）",
                           "A unit acts in its own name, an entrusted one in that of the organ that entrusted it (Art. 20)");
        if (number_of(cell(r, "officers_unfit")))
                note_field(rq, &e, "officers", "unfit", "办案人员须在承办单位任职且立案之日执法证有效（行政处罚法第四十二条）",
                           "Officers must serve in the handling unit with a certificate valid on the day of filing (Art. 42)");
        if (number_of(cell(r, "clues_unfit")))
                note_field(rq, &e, "clue_ids", "unfit", "线索须属于承办单位、尚未处理，收到、核查和审批日期不晚于立案日期",
                           "Clues must be the handling unit's, not yet dealt with, and received, verified and approved by the day of filing");
        else if (number_of(cell(r, "clues_unapproved")) && !may_approve(rq, r) && !strcmp(req_arg(rq, "procedure"), "ordinary"))
                note_field(rq, &e, "clue_ids", "unapproved", "依线索立案须先经负责人批准（行政处罚法第五十四条第二款）",
                           "The lead approves the filing of a clue first (Art. 54 paragraph 2)");
        if (!req_arg(rq, "system") != !req_arg(rq, "external_id"))
                note_field(rq, &e, "external_id", "required", "system 与 external_id 须同时给出", "system and external_id go together");
        if (!e)
                e = judge_filing(rq, r);
        if (e)
                return e;
        filed.about = filing_approval(rq, r);
        req_set(rq, "filing_approval", filed.about);
        clue_set_meets(rq, "clue_meets", "filed");
        req_set(rq, "filing_unit", cell(r, "unit_id"));
        req_set(rq, "case_id", rq->new_id);
        req_set(rq, "case_title", req_arg(rq, "title") ? req_arg(rq, "title")
                                                       : arena_printf(rq->arena, "%s涉嫌%s案", req_arg(rq, "party_names"), cause));
        return deadlines_of(rq, r, &(struct history){&filed, 1}, 0, "filed");
}

static struct penalty *penalties_of(struct req *rq, json_t *list)
{
        struct penalty *out = arena_take(rq->arena, sizeof *out * (json_array_size(list) + 1));
        size_t i;
        json_t *p;

        json_array_foreach(list, i, p) {
                out[i].kind = arena_text(rq->arena, json_string_value(json_object_get(p, "kind")));
                out[i].amount_fen = json_integer_value(json_object_get(p, "amount_fen"));
        }
        return out;
}

static const char **people_of(struct req *rq, const json_t *list)
{
        const char **out = list ? arena_take(rq->arena, sizeof *out * (json_array_size(list) + 1)) : NULL;

        for (size_t i = 0; i < json_array_size(list); i++)
                out[i] = arena_text(rq->arena, json_string_value(json_array_get(list, i)));
        return out;
}

struct act act_of(struct req *rq, const PGresult *r, const char *kind, const json_t *body)
{
        json_t *penalties = body ? json_object_get(body, "penalties") : NULL;
        json_t *officers = body ? json_object_get(body, "officers") : NULL;
        json_t *instalments = body ? json_object_get(body, "instalments") : NULL;

        return (struct act){.kind = kind, .happened_on = day_of(req_arg(rq, "happened_on")), .outcome = req_arg(rq, "outcome"),
                            .penalties = penalties_of(rq, penalties), .n_penalties = json_array_size(penalties),
                            .amount_fen = number_of(req_arg(rq, "amount_fen")), .receiver = req_arg(rq, "receiver"),
                            .transfer_kind = req_arg(rq, "transfer_kind"), .remark = req_arg(rq, "remark"),
                            .basis = req_arg(rq, "basis"), .mode = req_arg(rq, "mode"), .evidence_kind = req_arg(rq, "evidence_kind"),
                            .tier = req_arg(rq, "tier"), .retention = req_arg(rq, "retention"), .collected = req_arg(rq, "collected"), .person = req_arg(rq, "person_id"),
                            .other_unit = req_arg(rq, "other_unit_id"),
                            .document_no = req_arg(rq, "document_no"), .officers = people_of(rq, officers),
                            .n_officers = json_array_size(officers), .days = (int)number_of(req_arg(rq, "days")),
                            .until = day_of(req_arg(rq, "until")), .instalments = instalments_in(instalments, rq->arena),
                            .n_instalments = json_array_size(instalments), .complex = is_true(rq, "complex"), .ground = req_arg(rq, "ground"),
                            .measure = number_of(req_arg(rq, "measure")), .newer_law = is_true(rq, "newer_law"),
                            .other_act = req_arg(rq, "other_act"), .range_unchecked = is_true(rq, "range_unchecked"), .told = is_true(rq, "told"), .party_said = req_arg(rq, "party_said"),
                            .n_causes = json_array_size(body ? json_object_get(body, "causes") : NULL),
                            .permissions = words_of(r, "permissions", rq->arena)};
}

static void set_number(struct req *rq, const char *name, int64_t value)
{
        req_set(rq, name, arena_printf(rq->arena, "%lld", (long long)value));
}

static void set_day(struct req *rq, const char *name, day_t d)
{
        req_set(rq, name, d == DAY_NONE ? NULL : day_format(d, arena_take(rq->arena, DAY_TEXT_SIZE)));
}

/* The one code or person that it was about, in the order in which case_facts reads it back. */
static const char *about(const struct act *act)
{
        const char *const said[] = {act->person, act->tier, act->transfer_kind, act->mode, act->evidence_kind, act->retention, act->collected};

        for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
                if (said[i])
                        return said[i];
        return NULL;
}

struct past_event event_of_act(const struct act *act, const struct judgement *j)
{
        bool decides = !strcmp(act->kind, "decided"), notice = !strcmp(act->kind, "notice_served");

        return (struct past_event){.kind = act->kind, .happened_on = act->happened_on, .outcome = act->outcome,
                                   .amount_fen = notice ? j->fines_fen : act->amount_fen, .days = act->days, .about = j->tier ? j->tier : about(act), .complex = act->complex,
                                   .until = !strcmp(act->kind, "served") ? j->deemed_on : act->until,
                                   .instalments = act->instalments, .n_instalments = act->n_instalments,
                                   .fine_fen = decides ? j->fines_fen : 0, .confiscated_fen = decides || notice ? j->confiscated_fen : 0,
                                   .kinds = notice ? j->kinds : 0, .on_the_spot = j->on_the_spot};
}

err_t standing_args(struct req *rq, const PGresult *facts, const struct history *h, const struct past_event *act)
{
        struct standing s;

        standing_of(h, cell(facts, "procedure"), rq->arena, &s);
        req_set(rq, "state", s.state);
        req_set(rq, "standing_outcome", s.outcome);
        set_day(rq, "filed_on", s.filed_on);
        set_day(rq, "decided_on", s.decided_on);
        set_day(rq, "served_on", s.served_on);
        set_day(rq, "closed_on", s.closed_on);
        set_number(rq, "standing_fine_fen", s.fine_fen);
        set_number(rq, "standing_confiscated_fen", s.confiscated_fen);
        set_number(rq, "paid_fen", s.paid_fen);
        if (act->kinds)
                set_number(rq, "amount_fen", act->amount_fen);
        set_number(rq, "fine_fen", act->fine_fen);
        set_number(rq, "confiscated_fen", act->confiscated_fen);
        set_day(rq, "until", act->until);
        return deadlines_of(rq, facts, h, s.fine_fen, act->kind);
}

void decision_args(struct req *rq, const struct case_facts *facts, const struct act *act, const struct judgement *j)
{
        const struct cause_law *list = act->newer_law ? facts->newer : facts->causes;
        size_t n = act->newer_law ? facts->n_newer : facts->n_causes;
        struct text t = {.arena = rq->arena};

        for (size_t i = 0; i < n; i++) {
                text_add(&t, i ? ",{\"cause_code\":" : "[{\"cause_code\":");
                text_add_json(&t, list[i].code);
                text_addf(&t, ",\"version\":%d,\"benchmark\":%d}", list[i].version, list[i].benchmark);
        }
        req_set(rq, "fined_beside", act->other_act ? facts->fined_beside : NULL);
        if (j->tier)
                req_set(rq, "tier", j->tier);
        if (n)
                req_set(rq, "applied", arena_printf(rq->arena, "%s]", text_str(&t)));
}

/* Acts of other units touch no deadline. */
static err_t write_from_outside(struct req *rq)
{
        req_set(rq, "from_outside", "true");
        req_set(rq, "deadlines", "[]");
        req_set(rq, "cases", "[]");
        return OK;
}

static int choose_event_add(struct req *rq)
{
        return req_has(rq, "from_outside") ? SQL_CASE_EVENT_ADD_OUTSIDE : SQL_CASE_EVENT_ADD;
}

static int choose_event_reply(struct req *rq)
{
        return req_has(rq, "from_outside") ? SQL_CASE_EVENT_OUTSIDE : SQL_CASE_EVENT_GET;
}

err_t check_receiver(struct req *rq, const PGresult *facts, const char *prefix)
{
        const char *name = cell(facts, "receiver_name");

        if (!req_arg(rq, "receiver_code"))
                return OK;
        if (!name)
                return req_field_fault(rq, arena_printf(rq->arena, "%sreceiver_code", prefix), "unknown_ref", "没有这个外部单位",
                                       "There is no such outside organisation");
        if (!req_arg(rq, "receiver"))
                req_set(rq, "receiver", arena_text(rq->arena, name));
        return OK;
}

static err_t judge_act(struct req *rq, PGresult *r, const char *kind)
{
        struct case_facts facts = case_facts_of(r, rq->arena);
        AUTO_LAW law = NULL;
        struct act act;
        struct procedure_limits limits;
        struct past_event event;
        struct judgement j;
        struct history h;
        err_t e = law_take(rq, atoi(cell(r, "law_version")), false, &law);

        if (e || (e = check_receiver(rq, r, "")))
                return e;
        act = act_of(rq, r, kind, rq->body);
        limits = procedure_limits_of(r, law_clock(law));

        /* A correction says all that it changes elsewhere. */
        if (!strcmp(kind, "corrected"))
                act = (struct act){.kind = kind, .happened_on = act.happened_on, .until = DAY_NONE, .remark = act.remark,
                                   .officers = act.officers, .n_officers = act.n_officers, .permissions = act.permissions};
        if ((e = procedure_judge(&facts, &act, &limits, rq->arena, &j)))
                return judgement_fault(&j, e, &rq->fault);
        if (j.from_outside)
                return write_from_outside(rq);
        decision_args(rq, &facts, &act, &j);
        event = event_of_act(&act, &j);
        h = history_read(cell(r, "events"), &event, rq->arena);
        return standing_args(rq, r, &h, &event);
}

/* Not a change: what may be done next is told from what is there. */
static err_t judge_next(struct req *rq, PGresult *r)
{
        struct case_facts facts = case_facts_of(r, rq->arena);
        AUTO_LAW law = NULL;
        struct procedure_limits limits;
        const char *next;
        err_t e = law_take(rq, atoi(cell(r, "law_version")), false, &law);

        if (e)
                return e;
        limits = procedure_limits_of(r, law_clock(law));
        next = procedure_next(&facts, words_of(r, "permissions", rq->arena), &limits, rq->arena);
        if (!next)
                return fault_set(&rq->fault, ERR_INTERNAL, "案件数据不合规则", "The case holds a code that no list knows");
        req_set(rq, "next", next);
        req_set(rq, "version", arena_text(rq->arena, cell(r, "version")));
        return OK;
}

static err_t judge_event(struct req *rq, PGresult *r)
{
        return judge_act(rq, r, req_arg(rq, "kind"));
}

/* The reviewer writes the own opinion and nothing else; the statement that adds it keeps to that, too. */
static err_t judge_legal_review(struct req *rq, PGresult *r)
{
        struct case_facts facts = case_facts_of(r, rq->arena);
        struct procedure_limits limits = procedure_limits_of(r, NULL);
        struct act act = {.kind = "legal_reviewed", .happened_on = day_of(req_arg(rq, "happened_on")), .outcome = req_arg(rq, "outcome"),
                          .remark = req_arg(rq, "remark"), .person = rq->person_id, .document_no = req_arg(rq, "document_no"),
                          .permissions = words_of(r, "permissions", rq->arena)};
        struct judgement j;
        err_t e = procedure_judge(&facts, &act, &limits, rq->arena, &j);

        for (struct unmet *u = j.unmet; u; u = u->next)
                if (u->field && !strcmp(u->field, "/person_id"))
                        u->field = NULL;
        return judgement_fault(&j, e, &rq->fault);
}

static const char *as_corrected(struct req *rq, const PGresult *r, const char *field)
{
        return req_has(rq, field) ? req_arg(rq, field) : cell(r, field);
}

static void check_officers(struct req *rq, const PGresult *r, err_t *e)
{
        if (number_of(cell(r, "officers_twice")))
                note_field(rq, e, "officers", "duplicate", "同一执法人员出现两次", "An officer is named twice");
        if (number_of(cell(r, "officers_unfit")))
                note_field(rq, e, "officers", "unfit", "新增办案人员须在立案以来任职于承办单位且持有有效执法证（行政处罚法第四十二条）",
                           "New officers must have served in the handling unit, with a valid certificate, since the filing (Art. 42)");
}

static err_t judge_correct(struct req *rq, PGresult *r)
{
        err_t e = OK;

        if (!as_corrected(rq, r, "cause_code") && !as_corrected(rq, r, "cause_text"))
                note_field(rq, &e, "cause_code", "required", "案由代码与 cause_text 不能都为空", "Either cause_code or cause_text must stay");
        check_officers(rq, r, &e);
        check_cause(rq, r, &e);
        check_days(rq, r, &e);
        check_ended(rq, r, &e);
        read_parties(rq, &e);
        if (e || (e = judge_case_corrected(rq, r)))
                return e;
        req_set(rq, "happened_on", cell(r, "today"));
        req_set(rq, "remark", req_arg(rq, "reason"));
        return judge_act(rq, r, "corrected");
}

static int choose_case(struct req *rq)
{
        return req_has(rq, "as_of") ? SQL_CASE_AS_OF : SQL_CASE_GET;
}

/* Without filters the page comes from the list's own index by a fixed plan; filters are planned with their values. */
static int choose_list(struct req *rq)
{
        for (const struct field *f = case_query + 1; f->name; f++)
                if (req_has(rq, f->name))
                        return SQL_CASE_FIND;
        return SQL_CASE_LIST;
}

const struct route case_routes[] = {
        {"GET", "/api/v1/cases", "listCases", "案件", .zh = "案件列表，新立案的在前", .en = "Cases, the newest first",
         .permission = "case.read", .flags = ROUTE_LIST, .query = case_query, .reply = &case_row_schema, .sql = SQL_CASE_LIST,
         .choose = choose_list, .example_login = "officer1.huangpu", .example_path = "/api/v1/cases?state=filed&limit=20"},
        {"POST", "/api/v1/cases", "createCase", "案件", .zh = "立案", .en = "File a case", .permission = "case.create",
         .flags = ROUTE_CREATES, .body = create_body, .reply = &case_schema, .sql_lock = SQL_CASE_CREATE_FACTS,
         .judge = judge_create, .sql_write = SQL_CASE_CREATE, .sql_after = SQL_DEADLINE_STORE,
         .sql = SQL_CASE_GET, .location = "/api/v1/cases/{case_id}",
         .example_login = "officer1.huangpu",
         .example_body = "{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\","
                         "\"facts\":\"检查发现人防工程防护密闭门被拆除\",\"place\":\"黄浦区人民路1号地下一层\","
                         "\"parties\":[{\"kind\":\"organisation\",\"name\":\"上海示例物业管理有限公司\","
                         "\"credit_code\":\"91310115MA1H8R7C67\"}]}"},
        {"GET", "/api/v1/cases/{case_id}", "getCase", "案件", .zh = "读取案件", .en = "Read one case", .permission = "case.read",
         .query = as_of_query, .reply = &case_schema, .sql = SQL_CASE_GET, .choose = choose_case, .subject = "case_id",
         .example_login = "officer1.huangpu", .example_path = "/api/v1/cases/" DEMO_UUID("00101")},
        {"PATCH", "/api/v1/cases/{case_id}", "correctCase", "案件", .zh = "更正案件信息，并记录更正事件",
         .en = "Correct a case; the correction becomes an event", .permission = "case.write", .flags = ROUTE_IF_MATCH,
         .body = correct_body, .reply = &case_schema, .sql_lock = SQL_CASE_LOCK, .sql_facts = SQL_CASE_FACTS, .judge = judge_correct,
         .sql_write = SQL_CASE_CORRECT, .sql_after = SQL_DEADLINE_STORE,
         .sql = SQL_CASE_GET, .sql_since = SQL_CASE_SINCE, .subject = "case_id",
         .example_login = "officer1.huangpu", .example_path = "/api/v1/cases/" DEMO_UUID("00102"), .example_if_match = "\"1\"",
         .example_body = "{\"place\":\"黄浦区中山南路100号\",\"reason\":\"门牌号登记有误\"}"},
        {"GET", "/api/v1/cases/{case_id}/next", "nextActs", "案件", .zh = "现在可以办理和不能办理的事项、原因和依据",
         .en = "What may be done next, what may not, why, and under which article", .permission = "case.read", .reply = &next_schema,
         .sql_facts = SQL_CASE_FACTS, .judge = judge_next, .sql = SQL_CASE_NEXT, .subject = "case_id",
         .example_login = "officer1.huangpu", .example_path = "/api/v1/cases/" DEMO_UUID("00101") "/next"},
        {"GET", "/api/v1/cases/{case_id}/events", "listCaseEvents", "案件", .zh = "案件的全部事件，按登记顺序",
         .en = "The events of a case, as recorded", .permission = "case.read", .flags = ROUTE_LIST, .query = as_of_query, .reply = &event_schema,
         .sql = SQL_CASE_EVENT_LIST, .subject = "case_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/cases/" DEMO_UUID("00101") "/events"},
        {"POST", "/api/v1/cases/{case_id}/events", "addCaseEvent", "案件", .zh = "登记办案事件", .en = "Record an event of a case",
         .permission = "case.write", .flags = ROUTE_CREATES | ROUTE_IF_MATCH, .body = act_body, .reply = &event_schema,
         .sql_lock = SQL_CASE_LOCK, .sql_facts = SQL_CASE_FACTS, .judge = judge_event, .sql_write = SQL_CASE_EVENT_ADD, .choose_write = choose_event_add,
         .sql_after = SQL_DEADLINE_STORE,
         .sql = SQL_CASE_EVENT_GET, .choose = choose_event_reply,
         .sql_since = SQL_CASE_SINCE, .subject = "case_id", .location = "/api/v1/cases/{case_id}/events",
         .example_login = "officer1.huangpu", .example_path = "/api/v1/cases/" DEMO_UUID("00103") "/events",
         .example_if_match = "\"1\"",
         .example_body = "{\"kind\":\"evidence_registered\",\"happened_on\":\"2026-11-02\",\"evidence_kind\":\"statement\","
                         "\"remark\":\"询问笔录：当事人承认未办理备案\"}"},
        {"POST", "/api/v1/cases/{case_id}/legal-review", "addLegalReview", "案件", .zh = "法制审核人员登记本人的审核意见",
         .en = "Record one's own opinion as the legal reviewer", .permission = "case.legal_review", .flags = ROUTE_CREATES | ROUTE_IF_MATCH,
         .body = opinion_body, .reply = &event_schema, .sql_lock = SQL_LEGAL_REVIEW_LOCK, .sql_facts = SQL_LEGAL_REVIEW_FACTS,
         .judge = judge_legal_review, .sql_write = SQL_LEGAL_REVIEW_ADD, .sql = SQL_CASE_EVENT_GET, .sql_since = SQL_CASE_SINCE,
         .subject = "case_id", .location = "/api/v1/cases/{case_id}/events",
         .example_login = "legalreview.city", .example_path = "/api/v1/cases/" DEMO_UUID("00117") "/legal-review",
         .example_if_match = "\"3\"", .example_body = "{\"happened_on\":\"2026-11-03\",\"outcome\":\"agree\"}"},
        {0},
};
