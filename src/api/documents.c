#include "api/cells.h"
#include "api/common.h"

#include "http/req.h"
#include "rules/terms.h"
#include "sql_table.h"

#include <string.h>

/* ---- fields ---- */

static const char *const stages[] = {"clue", "filing", "investigation", "review", "notice", "decision", "execution", "closing", "archive", NULL};
static const char *const forms[] = {"mark", "text", "day", "citations", "people", NULL};
static const char *const signer_roles[] = {"officer", "party", "head", "reviewer", "chair", "recorder", "receiver", "witness", "other", NULL};
static const char *const states[] = {"kept", "withdrawn", NULL};
static const char *const lack_codes[] = {"element", "number", "seal", "approval", "signature", "service", "receipt", "copy_check", NULL};
static const char *const inversion_codes[] = {"made_after_act", "signed_before_made", "approved_after_act", "sealed_before_made",
                                              "served_before_made", "made_before_earlier_act", NULL};
static const char *const number_states[] = {"used", "withdrawn", "explained", "gap", NULL};

static const struct field citation_fields[] = {
        {.name = "law", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 200, .zh = "法律、法规、规章全称", .en = "Full name of the law"},
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 50, .zh = "条", .en = "Article"},
        {.name = "paragraph", .type = F_TEXT, .min = 1, .max = 50, .zh = "款", .en = "Paragraph"},
        {.name = "item", .type = F_TEXT, .min = 1, .max = 50, .zh = "项", .en = "Item"},
        {0},
};
static const struct field person_fields[] = {
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 100, .zh = "姓名", .en = "Name"},
        {.name = "certificate_no", .type = F_TEXT, .min = 1, .max = 100, .zh = "证号", .en = "Number of the certificate"},
        {.name = "role", .type = F_TEXT, .min = 1, .max = 100, .zh = "身份、职务", .en = "In what role"},
        {.name = "view", .type = F_TEXT, .min = 1, .max = 1000, .zh = "意见", .en = "The view given"},
        {0},
};
static const struct field element_body[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .zh = "要素代码（见文书种类）", .en = "Code of the element (see the kinds of documents)"},
        {.name = "text", .type = F_TEXT, .min = 1, .max = 2000, .zh = "内容", .en = "Its text"},
        {.name = "day", .type = F_DATE, .zh = "日期", .en = "The day"},
        {.name = "citations", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = 30, .fields = citation_fields, .zh = "引用条款", .en = "Citations of the law"},
        {.name = "people", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = 50, .fields = person_fields, .zh = "人员", .en = "People"},
        {0},
};
static const struct field signature_body[] = {
        {.name = "role", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = signer_roles, .zh = "身份；head 为负责人签批", .en = "In what role; head: the head's approval"},
        {.name = "person_id", .type = F_UUID, .zh = "本系统人员", .en = "A person of this system"},
        {.name = "name", .type = F_TEXT, .min = 1, .max = 100, .zh = "姓名（非本系统人员）", .en = "Name (of anybody else)"},
        {.name = "certificate_no", .type = F_TEXT, .min = 1, .max = 100, .zh = "执法证号；省略则取该人员现有证号", .en = "Certificate; left out: the person's own"},
        {.name = "signed_on", .type = F_DATE, .zh = "签署日期；未注明则省略", .en = "Day signed; left out where the paper bears none"},
        {.name = "opinion", .type = F_TEXT, .min = 1, .max = 1000, .zh = "签署意见", .en = "Opinion written with it"},
        {0},
};

#define DOCUMENT_FIELDS                                                                                                       \
        {.name = "event_id", .type = F_UUID, .flags = FIELD_NULL, .zh = "所属事件", .en = "Event it belongs to"},              \
        {.name = "title", .type = F_TEXT, .min = 1, .max = 200, .zh = "标题；省略为文书种类名称", .en = "Title; by default the name of its kind"}, \
        {.name = "pages", .type = F_INT, .flags = FIELD_NULL, .min = 1, .max = 100000, .zh = "页数", .en = "Number of pages"}, \
        {.name = "page_from", .type = F_INT, .flags = FIELD_NULL, .min = 1, .max = 100000, .zh = "卷内起页", .en = "First page in the file"}, \
        {.name = "page_to", .type = F_INT, .flags = FIELD_NULL, .min = 1, .max = 100000, .zh = "卷内止页", .en = "Last page in the file"}, \
        {.name = "is_copy", .type = F_BOOL, .zh = "是否复制件", .en = "Whether it is a copy"},                                \
        {.name = "copy_checked_by", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "复制件核对人", .en = "Who compared the copy"}, \
        {.name = "copy_checked_on", .type = F_DATE, .flags = FIELD_NULL, .zh = "复制件核对日期", .en = "When it was compared"}, \
        {.name = "seal", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 200, .zh = "印章", .en = "Whose seal it bears"}, \
        {.name = "sealed_on", .type = F_DATE, .flags = FIELD_NULL, .zh = "用印日期", .en = "Day it was sealed"},              \
        {.name = "elements", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = 50, .fields = element_body, .zh = "已载明的要素（更正时整体替换）", \
         .en = "What it contains (all of it, when corrected)"},                                                              \
        {.name = "signatures", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = 50, .fields = signature_body, .zh = "签名（更正时整体替换）", \
         .en = "Signatures (all of them, when corrected)"},                                                                   \
        {.name = "service_mode", .type = F_TEXT, .flags = FIELD_NULL, .choices = service_codes, .zh = "送达方式", .en = "Mode of service"}, \
        {.name = "served_on", .type = F_DATE, .flags = FIELD_NULL, .zh = "送达日期", .en = "Day of service"},                 \
        {.name = "served_to", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "收件人", .en = "Who took it"}, \
        {.name = "receipt", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 200, .zh = "送达回证", .en = "Proof of service"}, \
        {.name = "witnesses", .type = F_TEXT, .flags = FIELD_LIST, .min = 1, .max = 100, .list_max = 10, .zh = "见证人", .en = "Witnesses"}

static const struct field create_body[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .zh = "文书种类", .en = "Kind of document"},
        {.name = "made_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "文书日期", .en = "Date it bears"},
        {.name = "number", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100,
         .zh = "文号；省略时有编号模板的种类自动编号，null 表示没有文号", .en = "Number; left out: the next one where its kind has a template; null: it bears none"},
        DOCUMENT_FIELDS,
        {0},
};
static const struct field correct_body[] = {
        {.name = "made_on", .type = F_DATE, .zh = "文书日期", .en = "Date it bears"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "更正理由", .en = "Reason of the correction"},
        DOCUMENT_FIELDS,
        {0},
};
static const struct field withdraw_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "撤回理由", .en = "Why it is withdrawn"},
        {0},
};

static const struct field element_read_fields[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "要素", .en = "The element"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Its name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Its name in English"},
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "依据", .en = "Article"},
        {.name = "text", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 2000, .zh = "内容", .en = "Its text"},
        {.name = "day", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "日期", .en = "The day"},
        {.name = "citations", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = citation_fields, .zh = "引用条款", .en = "Citations of the law"},
        {.name = "people", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = person_fields, .zh = "人员", .en = "People"},
        {0},
};
static const struct field signature_read_fields[] = {
        {.name = "role", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = signer_roles, .zh = "身份", .en = "In what role"},
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "本系统人员", .en = "A person of this system"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "姓名", .en = "Name"},
        {.name = "certificate_no", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "执法证号", .en = "Certificate"},
        {.name = "signed_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "签署日期", .en = "Day signed"},
        {.name = "opinion", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "签署意见", .en = "Opinion"},
        {0},
};
static const struct field lack_fields[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = lack_codes, .zh = "缺什么", .en = "What is lacking"},
        {.name = "element", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "缺少的要素（或者应签名的身份）", .en = "The element (or the role that has not signed)"},
        {.name = "zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Its name in Chinese"},
        {.name = "en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Its name in English"},
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "依据", .en = "Article"},
        {0},
};

static const struct field document_fields[] = {
        {.name = "document_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "文书", .en = "The document"},
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "登记时的承办单位", .en = "Handling unit when it was recorded"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "文书种类", .en = "Kind"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "种类名称", .en = "Name of the kind in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "种类英文名称", .en = "The same in English"},
        {.name = "stage", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = stages, .zh = "所属环节", .en = "Stage"},
        {.name = "event_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所属事件", .en = "Event it belongs to"},
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文号", .en = "Number"},
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "标题", .en = "Title"},
        {.name = "made_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "文书日期", .en = "Date it bears"},
        {.name = "pages", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "页数", .en = "Number of pages"},
        {.name = "page_from", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "卷内起页", .en = "First page in the file"},
        {.name = "page_to", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "卷内止页", .en = "Last page in the file"},
        {.name = "is_copy", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "是否复制件", .en = "Whether it is a copy"},
        {.name = "copy_checked_by", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "复制件核对人", .en = "Who compared the copy"},
        {.name = "copy_checked_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "核对日期", .en = "When"},
        {.name = "seal", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "印章", .en = "Whose seal it bears"},
        {.name = "sealed_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "用印日期", .en = "Day it was sealed"},
        {.name = "elements", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = element_read_fields, .zh = "已载明的要素", .en = "What it contains"},
        {.name = "signatures", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = signature_read_fields, .zh = "签名", .en = "Signatures"},
        {.name = "service_mode", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = service_codes, .zh = "送达方式", .en = "Mode of service"},
        {.name = "served_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "送达日期", .en = "Day of service"},
        {.name = "served_to", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "收件人", .en = "Who took it"},
        {.name = "receipt", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "送达回证", .en = "Proof of service"},
        {.name = "witnesses", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .zh = "见证人", .en = "Witnesses"},
        {.name = "lacks", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = lack_fields, .zh = "应有而没有的内容", .en = "What it should show and does not"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states, .zh = "在卷或者已撤回", .en = "Kept or withdrawn"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 500, .zh = "最近更正或者撤回的理由", .en = "Why it was corrected last, or withdrawn"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"},
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "登记人", .en = "Who recorded it"},
        {.name = "recorded_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "登记时间", .en = "Recorded at"},
        {.name = "updated_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "最后修改时间", .en = "Changed last at"},
        {0},
};
static const struct schema document_schema = {"CaseDocument", document_fields};

static const struct field change_fields[] = {
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "更正后的版本", .en = "Version since"},
        {.name = "changed_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        {.name = "changed_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "更正人", .en = "Who"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 500, .zh = "理由", .en = "Why"},
        {.name = "changed", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "各项原内容（was）和现内容（is）", .en = "Each thing that changed: was and is"},
        {0},
};
static const struct schema change_schema = {"CaseDocumentChange", change_fields};

static const struct field kind_element_fields[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "要素", .en = "The element"},
        {.name = "form", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = forms, .zh = "至少登记：有无、文字、日期、条款、人员",
         .en = "What is kept of it at least: that it is there, text, day, citations, people"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Its name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Its name in English"},
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "依据", .en = "Article"},
        {0},
};
static const struct field kind_act_fields[] = {
        {.name = "act", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "事件种类", .en = "Kind of the event"},
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "限于该结果", .en = "Only if it ended so"},
        {.name = "procedure", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = procedure_codes, .zh = "限于该程序", .en = "Only under this procedure"},
        {.name = "mandatory", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "必备", .en = "The act calls for it"},
        {0},
};
static const struct field kind_fields[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "文书种类", .en = "Kind"},
        {.name = "position", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "卷内顺序", .en = "Its place in the file"},
        {.name = "stage", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = stages, .zh = "所属环节", .en = "Stage"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Name in English"},
        {.name = "number_kind", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "编号模板；空为不编号", .en = "Kind of number template; null: none"},
        {.name = "seal", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "应盖章", .en = "Needs the seal"},
        {.name = "approval", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "应经负责人签批", .en = "Needs the head's approval"},
        {.name = "service", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "应送达", .en = "Is served"},
        {.name = "signers", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .zh = "应签名的身份", .en = "Roles that must sign"},
        {.name = "basis_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "依据", .en = "Legal basis"},
        {.name = "active", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "启用", .en = "In use"},
        {.name = "elements", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = kind_element_fields, .zh = "必备要素", .en = "What it must contain"},
        {.name = "acts", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = kind_act_fields, .zh = "所属事件种类", .en = "Acts it belongs to"},
        {0},
};
static const struct schema kind_schema = {"DocumentKind", kind_fields};

static const struct field entry_fields[] = {
        {.name = "place", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "序号", .en = "Its place"},
        {.name = "document_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "文书", .en = "The document"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "文书种类", .en = "Kind"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "种类名称", .en = "Name of the kind in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "种类英文名称", .en = "The same in English"},
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "标题", .en = "Title"},
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文号", .en = "Number"},
        {.name = "made_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "文书日期", .en = "Date it bears"},
        {.name = "pages", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "页数", .en = "Number of pages"},
        {.name = "page_from", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "起页", .en = "First page"},
        {.name = "page_to", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "止页", .en = "Last page"},
        {.name = "event_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所属事件", .en = "Event it belongs to"},
        {.name = "act", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "该事件种类", .en = "Kind of that event"},
        {.name = "lacks", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = lack_fields, .zh = "应有而没有的内容", .en = "What it should show and does not"},
        {0},
};
static const struct field missing_fields[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "缺少的文书", .en = "Kind of document that is missing"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Its name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "The same in English"},
        {.name = "basis_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "依据", .en = "Legal basis"},
        {.name = "act", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "要求它的事件", .en = "Act that calls for it"},
        {.name = "event_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "该事件", .en = "That event"},
        {.name = "happened_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "发生日期", .en = "Day it happened"},
        {0},
};
static const struct field pages_fields[] = {
        {.name = "document_id", .type = F_UUID, .zh = "文书（重页）", .en = "The document (overlaps)"},
        {.name = "from", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "起页", .en = "First page"},
        {.name = "to", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "止页", .en = "Last page"},
        {0},
};
static const struct field inversion_fields[] = {
        {.name = "document_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "文书", .en = "The document"},
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = inversion_codes, .zh = "哪种先后矛盾", .en = "What comes before what"},
        {.name = "on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "日期", .en = "The day"},
        {.name = "than", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "与之矛盾的日期", .en = "The day it contradicts"},
        {0},
};
static const struct field directory_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100, .zh = "案号", .en = "Case number"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "案件状态", .en = "State of the case"},
        {.name = "documents", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = entry_fields, .zh = "卷内文书，按顺序",
         .en = "The documents, in order"},
        {.name = "missing", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = missing_fields, .zh = "已发生事件所缺的文书",
         .en = "Documents that the acts so far call for and that are not there"},
        {.name = "unbound", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .zh = "尚未编页的文书", .en = "Documents without pages in the file"},
        {.name = "page_gaps", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = pages_fields, .zh = "缺页", .en = "Pages that are missing"},
        {.name = "page_overlaps", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = pages_fields, .zh = "重页",
         .en = "Pages given twice"},
        {.name = "out_of_order", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .zh = "顺序不当的文书", .en = "Documents bound out of order"},
        {.name = "inversions", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = inversion_fields, .zh = "日期先后矛盾",
         .en = "Dates that contradict each other"},
        {0},
};
static const struct schema directory_schema = {"CaseDirectory", directory_fields};

#define NUMBER_KEY(flag)                                                                                                      \
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 32, .zh = "执法主体", .en = "Enforcement subject"}, \
        {.name = flag, .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .zh = "编号种类", .en = "Kind of number"}, \
        {.name = "year", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1900, .max = 2199, .zh = "年份", .en = "Year"}

static const struct field number_query[] = {NUMBER_KEY("number_kind"), {0}};
static const struct field gap_body[] = {
        NUMBER_KEY("number_kind"),
        {.name = "serial", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000000000, .zh = "空缺的序号", .en = "The serial that nothing bears"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "空缺原因", .en = "Why nothing bears it"},
        {0},
};
static const struct field number_fields[] = {
        NUMBER_KEY("kind"),
        {.name = "serial", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "序号；空为手工编号", .en = "Serial; null: given by hand"},
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文号", .en = "The number"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = number_states, .zh = "已用、文书已撤回、空缺已说明、空缺",
         .en = "Used, its document withdrawn, a gap explained, a gap"},
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案件", .en = "The case"},
        {.name = "document_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文书", .en = "The document"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 500, .zh = "原因", .en = "Why"},
        {0},
};
static const struct schema number_schema = {"DocumentNumber", number_fields};

/* ---- judges ---- */

static json_t *json_cell(const PGresult *r, const char *column)
{
        return cell(r, column) ? json_loads(cell(r, column), 0, NULL) : NULL;
}

static bool is_among(const json_t *list, const char *word)
{
        for (size_t i = 0; i < json_array_size(list); i++)
                if (!strcmp(json_string_value(json_array_get(list, i)), word))
                        return true;
        return false;
}

static const json_t *given(struct req *rq, const char *field)
{
        return rq->body ? json_object_get(rq->body, field) : NULL;
}

/* What stands after the request: what it says, or what was there. */
static const char *then(struct req *rq, const PGresult *r, const char *field)
{
        return req_has(rq, field) ? req_arg(rq, field) : cell(r, field);
}

/* Other forms than text may say more in words. */
static void check_form(struct req *rq, const json_t *element, const char *form, size_t i, err_t *e)
{
        static const char *const contents[] = {"text", "day", "citations", "people"};

        for (size_t k = 0; k < sizeof contents / sizeof contents[0]; k++) {
                const json_t *v = json_object_get(element, contents[k]);
                const char *at = arena_printf(rq->arena, "elements/%zu/%s", i, contents[k]);
                bool own = !strcmp(form, contents[k]);

                if (own && (!v || (json_is_array(v) && !json_array_size(v))))
                        *e = req_field_fault(rq, at, "required", "该要素须登记此项内容", "This element needs it");
                if (!own && k && v)
                        *e = req_field_fault(rq, at, "unknown", "该要素没有此项内容", "This element does not take it");
        }
}

static void check_elements(struct req *rq, const PGresult *r, err_t *e)
{
        json_auto_t *kept = json_cell(r, "forms"), *seen = json_array();
        size_t i;
        json_t *element;

        json_array_foreach((json_t *)given(rq, "elements"), i, element) {
                const char *code = json_string_value(json_object_get(element, "code"));
                const char *form = json_string_value(json_object_get(kept, code)), *at = arena_printf(rq->arena, "elements/%zu/code", i);

                if (!form)
                        *e = req_field_fault(rq, at, "unknown_ref", "该种文书没有这一要素", "This kind of document has no such element");
                else if (is_among(seen, code))
                        *e = req_field_fault(rq, at, "duplicate", "同一要素出现两次", "An element is named twice");
                else
                        check_form(rq, element, form, i, e);
                json_array_append_new(seen, json_string(code));
        }
}

static void check_signature(struct req *rq, const json_t *s, const json_t *unknown, const char *today, size_t i, err_t *e)
{
        const char *person = json_string_value(json_object_get(s, "person_id")), *on = json_string_value(json_object_get(s, "signed_on"));
        bool named = json_object_get(s, "name") != NULL;

        if (!person && !named)
                *e = req_field_fault(rq, arena_printf(rq->arena, "signatures/%zu/name", i), "required", "请给出姓名或者 person_id", "Give a name or a person_id");
        if (person && named)
                *e = req_field_fault(rq, arena_printf(rq->arena, "signatures/%zu/name", i), "unknown", "已给出 person_id，不再填写姓名",
                                     "With person_id the name is known");
        if (person && is_among(unknown, person))
                *e = req_field_fault(rq, arena_printf(rq->arena, "signatures/%zu/person_id", i), "unknown_ref", "没有这个人员", "There is no such person");
        if (on && strcmp(on, today) > 0)
                *e = req_field_fault(rq, arena_printf(rq->arena, "signatures/%zu/signed_on", i), "range", "不得晚于今天", "It may not lie in the future");
}

static void check_signatures(struct req *rq, const PGresult *r, err_t *e)
{
        json_auto_t *unknown = json_cell(r, "unknown_people");
        size_t i;
        json_t *s;

        json_array_foreach((json_t *)given(rq, "signatures"), i, s)
                check_signature(rq, s, unknown, cell(r, "today"), i, e);
}

static void check_days(struct req *rq, const PGresult *r, err_t *e)
{
        static const char *const days[] = {"made_on", "copy_checked_on", "sealed_on", "served_on"};

        for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
                if (req_arg(rq, days[i]) && strcmp(req_arg(rq, days[i]), cell(r, "today")) > 0)
                        *e = req_field_fault(rq, days[i], "range", "不得晚于今天", "It may not lie in the future");
}

/* What is only said together. A date before another is no reason to refuse: the directory tells it. */
static void check_pairs(struct req *rq, const PGresult *r, err_t *e)
{
        static const struct {
                const char *whole, *part;
        } pairs[] = {{"page_from", "page_to"}, {"page_to", "page_from"}, {"service_mode", "served_on"}, {"served_on", "service_mode"},
                     {"sealed_on", "seal"}, {"copy_checked_on", "copy_checked_by"}};

        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
                if (then(rq, r, pairs[i].whole) && !then(rq, r, pairs[i].part))
                        *e = req_field_fault(rq, pairs[i].part, "required", "须与另一项同时给出", "It goes together with another field");
}

static void check_pages(struct req *rq, const PGresult *r, err_t *e)
{
        int64_t from = number_of(then(rq, r, "page_from")), to = number_of(then(rq, r, "page_to")), pages = number_of(then(rq, r, "pages"));

        if (!from || !to)
                return;
        if (to < from)
                *e = req_field_fault(rq, "page_to", "range", "止页不得小于起页", "The last page may not come before the first");
        else if (pages && pages != to - from + 1)
                *e = req_field_fault(rq, "pages", "range", "页数与起止页不符", "The number of pages does not fit the first and the last");
}

static void check_event(struct req *rq, const PGresult *r, err_t *e)
{
        json_auto_t *acts = json_cell(r, "acts");
        const char *kind = cell(r, "event_kind");

        if (!req_arg(rq, "event_id"))
                return;
        if (!kind)
                *e = req_field_fault(rq, "event_id", "unknown_ref", "本案没有这一事件", "The case has no such event");
        else if (cell_is_true(r, "event_gone"))
                *e = req_field_fault(rq, "event_id", "corrected", "该事件已被更正", "This event was corrected away");
        else if (acts && !is_among(acts, kind))
                *e = req_field_fault(rq, "event_id", "mismatch", "该种文书不属于这种事件", "This kind of document does not belong to such an event");
}

static err_t check_all(struct req *rq, const PGresult *r)
{
        err_t e = OK;

        if (!cell(r, "kind_active"))
                e = req_field_fault(rq, "kind", "unknown_ref", "没有这种文书", "There is no such kind of document");
        else if (!cell_is_true(r, "kind_active"))
                e = req_field_fault(rq, "kind", "inactive", "该种文书未启用", "This kind of document is not in use");
        else
                check_elements(rq, r, &e);
        check_event(rq, r, &e);
        check_signatures(rq, r, &e);
        check_days(rq, r, &e);
        check_pairs(rq, r, &e);
        check_pages(rq, r, &e);
        return e;
}

static err_t judge_create(struct req *rq, PGresult *r)
{
        err_t e = check_all(rq, r);
        bool bears_none = req_has(rq, "number") && !req_arg(rq, "number");

        req_set(rq, "numbered", cell(r, "number_kind") && !bears_none ? "true" : "false");
        req_set(rq, "document_id", rq->new_id);
        return e;
}

static err_t judge_kept(struct req *rq, const PGresult *r)
{
        return strcmp(cell(r, "state"), "kept") ? fault_set(&rq->fault, ERR_RULE, "该文书已撤回", "This document was withdrawn") : OK;
}

static err_t judge_correct(struct req *rq, PGresult *r)
{
        err_t e = judge_kept(rq, r);

        return e ? e : check_all(rq, r);
}

static err_t judge_withdraw(struct req *rq, PGresult *r)
{
        return judge_kept(rq, r);
}

static err_t judge_gap(struct req *rq, PGresult *r)
{
        if (!cell_is_true(r, "may_explain"))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "您不能说明单位 %s 的空号", "You may not explain the numbers of unit %s", req_arg(rq, "unit_id"));
        if (!cell(r, "number"))
                return req_field_fault(rq, "number_kind", "unknown_ref", "没有这种编号", "There is no such kind of number");
        if (cell_is_true(r, "taken"))
                return req_field_fault(rq, "serial", "taken", "该序号已用或者已说明", "This serial is used or explained");
        req_set(rq, "gap_number", cell(r, "number"));
        return OK;
}

#define CASE "/api/v1/cases/{case_id}"
#define DOCUMENT CASE "/documents/{document_id}"
#define DEMO_CASE "/api/v1/cases/" DEMO_UUID("00101")
#define DEMO_DOCUMENT DEMO_CASE "/documents/" DEMO_UUID("00701")

const struct route document_routes[] = {
        {"GET", "/api/v1/document-kinds", "listDocumentKinds", "文书", .zh = "文书种类：必备要素、所属事件、编号、盖章、签批和送达要求",
         .en = "Kinds of documents: what each must contain, which acts call for it, number, seal, approval and service",
         .flags = ROUTE_LIST, .reply = &kind_schema, .sql = SQL_DOCUMENT_KIND_LIST, .example_login = "officer1.huangpu"},
        {"GET", CASE "/documents", "listCaseDocuments", "文书", .zh = "案件的全部文书，按登记顺序", .en = "The documents of a case, as recorded",
         .permission = "case.read", .flags = ROUTE_LIST, .reply = &document_schema, .sql = SQL_DOCUMENT_LIST, .subject = "case_id",
         .example_login = "officer1.huangpu", .example_path = DEMO_CASE "/documents"},
        {"POST", CASE "/documents", "createCaseDocument", "文书", .zh = "登记文书", .en = "Record a document", .permission = "case.write",
         .flags = ROUTE_CREATES, .body = create_body, .reply = &document_schema, .sql_lock = SQL_DOCUMENT_CREATE_FACTS, .judge = judge_create,
         .sql_write = SQL_DOCUMENT_CREATE, .sql = SQL_DOCUMENT_GET, .subject = "case_id", .location = DOCUMENT,
         .example_login = "officer1.huangpu", .example_path = DEMO_CASE "/documents",
         .example_body = "{\"kind\":\"correction_order\",\"made_on\":\"2026-10-12\",\"pages\":1,\"seal\":\"黄浦区国防动员办公室\","
                         "\"sealed_on\":\"2026-10-12\",\"elements\":[{\"code\":\"facts\"},{\"code\":\"what\",\"text\":\"恢复被拆除的防护密闭门\"},"
                         "{\"code\":\"term\",\"day\":\"2026-11-30\"},{\"code\":\"basis\",\"citations\":[{\"law\":\"中华人民共和国人民防空法\","
                         "\"article\":\"第四十九条\",\"item\":\"第三项\"}]}]}"},
        {"GET", DOCUMENT, "getCaseDocument", "文书", .zh = "读取文书", .en = "Read one document", .permission = "case.read", .reply = &document_schema,
         .sql = SQL_DOCUMENT_GET, .subject = "case_id", .example_login = "officer1.huangpu", .example_path = DEMO_DOCUMENT},
        {"PATCH", DOCUMENT, "correctCaseDocument", "文书", .zh = "更正文书登记，保留原内容；文号不可更改", .en = "Correct a document; what was is kept, the number stays",
         .permission = "case.write", .flags = ROUTE_IF_MATCH, .body = correct_body, .reply = &document_schema, .sql_lock = SQL_DOCUMENT_LOCK,
         .sql_facts = SQL_DOCUMENT_FACTS, .judge = judge_correct, .sql_write = SQL_DOCUMENT_CORRECT, .sql = SQL_DOCUMENT_GET, .subject = "case_id",
         .example_login = "officer1.huangpu", .example_path = DEMO_DOCUMENT, .example_if_match = "\"1\"",
         .example_body = "{\"title\":\"立案审批表（正本）\",\"reason\":\"标题登记有误\"}"},
        {"POST", DOCUMENT "/withdrawal", "withdrawCaseDocument", "文书", .zh = "撤回文书：不删除，文号不再使用",
         .en = "Withdraw a document: it stays on record, its number is never used again", .permission = "case.write", .flags = ROUTE_IF_MATCH,
         .body = withdraw_body, .reply = &document_schema, .sql_lock = SQL_DOCUMENT_LOCK, .sql_facts = SQL_DOCUMENT_FACTS, .judge = judge_withdraw,
         .sql_write = SQL_DOCUMENT_WITHDRAW, .sql = SQL_DOCUMENT_GET, .subject = "case_id", .example_login = "officer1.huangpu",
         .example_path = DEMO_CASE "/documents/" DEMO_UUID("00702") "/withdrawal", .example_if_match = "\"1\"",
         .example_body = "{\"reason\":\"重复登记\"}"},
        {"GET", DOCUMENT "/history", "listCaseDocumentChanges", "文书", .zh = "文书登记的更正记录", .en = "How a document was corrected",
         .permission = "case.read", .flags = ROUTE_LIST, .reply = &change_schema, .sql = SQL_DOCUMENT_HISTORY, .subject = "case_id",
         .example_login = "officer1.huangpu", .example_path = DEMO_DOCUMENT "/history"},
        {"GET", CASE "/directory", "getCaseDirectory", "文书", .zh = "卷内目录：文书顺序和页码，以及缺少的文书、缺页、日期矛盾",
         .en = "Directory of the file: documents and pages in order, and what is missing, page gaps, dates that contradict each other",
         .permission = "case.read", .reply = &directory_schema, .sql = SQL_CASE_DIRECTORY, .subject = "case_id", .example_login = "officer1.huangpu",
         .example_path = DEMO_CASE "/directory"},
        {"GET", "/api/v1/document-numbers", "listDocumentNumbers", "文书", .zh = "文号登记簿：一个单位一年一种文号的使用和空缺",
         .en = "The book of document numbers: one kind of one unit and year, with its gaps", .permission = "case.read", .flags = ROUTE_LIST,
         .query = number_query, .reply = &number_schema, .sql = SQL_DOCUMENT_NUMBER_LIST, .example_login = "officer1.huangpu",
         .example_path = "/api/v1/document-numbers?unit_id=310101&number_kind=penalty&year=2026"},
        {"POST", "/api/v1/document-numbers", "explainDocumentNumber", "文书", .zh = "说明空号：未用、作废或者在纸质登记簿上使用的序号", .en = "Explain a number that no document bears: left out, spoiled, or used on paper",
         .permission = "case.approve", .flags = ROUTE_CREATES, .body = gap_body, .reply = &number_schema, .sql_lock = SQL_DOCUMENT_GAP_FACTS,
         .judge = judge_gap, .sql_write = SQL_DOCUMENT_GAP_EXPLAIN, .sql = SQL_DOCUMENT_NUMBER_GET, .location = "/api/v1/document-numbers",
         .example_login = "lead.huangpu",
         .example_body = "{\"unit_id\":\"310101\",\"number_kind\":\"referral\",\"year\":2026,\"serial\":2,\"reason\":\"纸质文书作废\"}"},
        {0},
};
