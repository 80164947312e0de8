/* The words of the trade that are closed sets of codes: each list gives the enum, the codes and their names
 * in both languages. docs/glossary.md explains them. Pure. */
#pragma once

#include <stdbool.h>

#include <stddef.h>

/* Where a clue or a case comes from. */
#define SOURCE_LIST(X)                                                                                       \
        X(INSPECTION, "inspection", "监督检查", "inspection")                                                \
        X(SENSOR, "sensor", "物联感知", "sensor")                                                            \
        X(HOTLINE, "hotline", "12345热线", "12345 hotline")                                                  \
        X(REPORT, "report", "投诉举报", "public report")                                                     \
        X(STREET, "street", "街镇上报", "street or town")                                                    \
        X(GRID, "grid", "网格平台", "grid platform")                                                         \
        X(ASSIGNED, "assigned", "上级交办", "assigned from above")                                           \
        X(TRANSFERRED_IN, "transferred_in", "其他机关移送", "transferred in by another authority")           \
        X(POLICE_RETURN, "police_return", "公安机关退回", "returned by the police")                          \
        X(OTHER, "other", "其他", "other")

#define PROCEDURE_LIST(X)                                                                                    \
        X(ORDINARY, "ordinary", "普通程序", "ordinary procedure")                                            \
        X(SIMPLE, "simple", "简易程序", "simple procedure")

#define PARTY_LIST(X)                                                                                        \
        X(PERSON, "person", "公民", "person")                                                                \
        X(ORGANISATION, "organisation", "法人或者其他组织", "organisation")

/* 行政处罚法第五十七条: the four ways a case can be decided. */
#define OUTCOME_LIST(X)                                                                                      \
        X(PENALTY, "penalty", "给予行政处罚", "penalty")                                                     \
        X(NO_PENALTY, "no_penalty", "不予行政处罚", "not penalised")                                         \
        X(NOT_ESTABLISHED, "not_established", "违法事实不能成立", "facts not established")                   \
        X(TRANSFER, "transfer", "移送司法机关", "transfer to the judicial authorities")

/* 行政处罚法第九条, split as the statistics count them. Their order of weight is data, not this order. */
#define PENALTY_LIST(X)                                                                                      \
        X(WARNING, "warning", "警告", "warning")                                                             \
        X(CRITICISM, "criticism", "通报批评", "circulated criticism")                                        \
        X(FINE, "fine", "罚款", "fine")                                                                      \
        X(CONFISCATE_INCOME, "confiscate_income", "没收违法所得", "confiscation of illegal income")          \
        X(CONFISCATE_GOODS, "confiscate_goods", "没收非法财物", "confiscation of illegal goods")             \
        X(SUSPEND_LICENSE, "suspend_license", "暂扣许可证件", "licence suspended")                           \
        X(DOWNGRADE, "downgrade", "降低资质等级", "qualification downgraded")                                \
        X(REVOKE_LICENSE, "revoke_license", "吊销许可证件", "licence revoked")                               \
        X(RESTRICT_BUSINESS, "restrict_business", "限制开展生产经营活动", "business restricted")             \
        X(STOP_PRODUCTION, "stop_production", "责令停产停业", "production or business stopped")              \
        X(CLOSE_DOWN, "close_down", "责令关闭", "closed down")                                               \
        X(RESTRICT_EMPLOYMENT, "restrict_employment", "限制从业", "employment restricted")                   \
        X(DETENTION, "detention", "行政拘留", "administrative detention")                                    \
        X(OTHER, "other", "其他行政处罚", "other penalty")

/* Whom a case is handed over to when it leaves the organ. */
#define TRANSFER_LIST(X)                                                                                     \
        X(CRIMINAL, "criminal", "涉嫌犯罪移送", "suspected crime")                                           \
        X(OTHER, "other", "移送其他机关", "another authority")

/* 民事诉讼法第八十八条至第九十五条, by way of 行政处罚法第六十一条. */
#define SERVICE_LIST(X)                                                                                      \
        X(DIRECT, "direct", "直接送达", "handed over")                                                       \
        X(LIEN, "lien", "留置送达", "left behind before witnesses or a camera")                              \
        X(ENTRUSTED, "entrusted", "委托送达", "through another authority")                                   \
        X(MAIL, "mail", "邮寄送达", "by mail")                                                               \
        X(ELECTRONIC, "electronic", "电子送达", "electronically, by signed consent")                         \
        X(FORWARDED, "forwarded", "转交送达", "through the organisation that holds the person")              \
        X(PUBLIC_NOTICE, "public_notice", "公告送达", "by public notice")

/* 行政处罚法第四十六条. */
#define EVIDENCE_LIST(X)                                                                                     \
        X(DOCUMENTARY, "documentary", "书证", "documentary evidence")                                        \
        X(PHYSICAL, "physical", "物证", "physical evidence")                                                 \
        X(AUDIOVISUAL, "audiovisual", "视听资料", "audio-visual material")                                   \
        X(ELECTRONIC, "electronic_data", "电子数据", "electronic data")                                      \
        X(WITNESS, "witness", "证人证言", "testimony of a witness")                                          \
        X(STATEMENT, "statement", "当事人的陈述", "statement of the party")                                  \
        X(EXPERT, "expert", "鉴定意见", "expert opinion")                                                    \
        X(RECORD, "record", "勘验笔录、现场笔录", "record made on site")

#define TIER_LIST(X)                                                                                         \
        X(MITIGATED, "mitigated", "减轻处罚", "mitigated: below the range of the cause")                     \
        X(LIGHTER, "lighter", "从轻处罚", "lighter")                                                         \
        X(GENERAL, "general", "一般处罚", "general")                                                         \
        X(HEAVIER, "heavier", "从重处罚", "heavier")

/* 行政处罚法第三十条至第三十三条: why somebody is not penalised (NONE), or more lightly (LESS); with its article. */
#define GROUND_LIST(X)                                                                                       \
        X(MINOR_CORRECTED, "minor_corrected", "轻微并及时改正，没有造成危害后果", "slight, put right in time, no harm", \
          NONE, "行政处罚法第三十三条第一款")                                                                \
        X(FIRST_CORRECTED, "first_corrected", "初次违法且危害后果轻微并及时改正", "first time, slight harm, put right in time", \
          NONE, "行政处罚法第三十三条第一款")                                                                \
        X(NO_FAULT, "no_fault", "没有主观过错", "no subjective fault", NONE, "行政处罚法第三十三条第二款")   \
        X(UNDER_AGE, "under_age", "不满十四周岁", "under the age of fourteen", NONE, "行政处罚法第三十条")   \
        X(NOT_ACCOUNTABLE, "not_accountable", "不能辨认或者不能控制自己行为", "not accountable", NONE,       \
          "行政处罚法第三十一条")                                                                            \
        X(MINOR, "minor", "已满十四周岁不满十八周岁", "a minor of fourteen or more", LESS, "行政处罚法第三十条") \
        X(PARTLY_ACCOUNTABLE, "partly_accountable", "尚未完全丧失辨认或者控制能力", "accountable in part", LESS, \
          "行政处罚法第三十一条")                                                                            \
        X(HARM_REMOVED, "harm_removed", "主动消除或者减轻危害后果", "removed or lessened the harm", LESS,    \
          "行政处罚法第三十二条第一项")                                                                      \
        X(COERCED, "coerced", "受他人胁迫或者诱骗", "coerced or deceived by others", LESS, "行政处罚法第三十二条第二项") \
        X(TOLD, "told", "主动供述尚未掌握的违法行为", "told of what was not known", LESS, "行政处罚法第三十二条第三项") \
        X(HELPED, "helped", "配合查处有立功表现", "helped the inquiry", LESS, "行政处罚法第三十二条第四项")  \
        X(BY_OTHER_LAW, "by_other_law", "法律、法规、规章规定的其他情形", "as another law, regulation or rule says", LESS, \
          "行政处罚法第三十二条第五项")

/* Why officers may take a fine themselves. */
#define COLLECTION_LIST(X)                                                                                   \
        X(SMALL_FINE, "small_fine", "当场处罚，小额罚款", "a small fine imposed on the spot")               \
        X(HARD_LATER, "hard_later", "当场处罚，不当场收缴事后难以执行", "imposed on the spot, hard to enforce later") \
        X(REMOTE, "remote", "边远、水上、交通不便地区，经当事人提出", "a remote place, asked for by the party")

#define RETENTION_LIST(X)                                                                                    \
        X(PERMANENT, "permanent", "永久", "for ever")                                                        \
        X(YEARS_30, "years_30", "30年", "30 years")                                                          \
        X(YEARS_10, "years_10", "10年", "10 years")

/* What acts other than the decision can end in; which act takes which stands in the table of procedure. */
#define RESULT_LIST(X)                                                                                       \
        X(AGREE, "agree", "同意", "agreed")                                                                  \
        X(CHANGE, "change", "建议修改", "to be changed")                                                     \
        X(RETURN, "return", "退回", "sent back")                                                             \
        X(APPROVED, "approved", "批准", "approved")                                                          \
        X(REFUSED, "refused", "不予批准", "refused")                                                         \
        X(ACCEPTED, "accepted", "采纳", "accepted")                                                          \
        X(PARTLY_ACCEPTED, "partly_accepted", "部分采纳", "accepted in part")                                \
        X(REJECTED, "rejected", "不予采纳", "rejected")                                                      \
        X(HELD, "held", "如期举行", "held")                                                                  \
        X(ABSENT, "absent", "无正当理由缺席", "party absent without excuse")                                 \
        X(DONE, "done", "已改正", "put right")                                                               \
        X(NOT_DONE, "not_done", "未改正", "not put right")                                                   \
        X(RELEASED, "released", "返还", "given back")                                                        \
        X(CONFISCATED, "confiscated", "没收", "confiscated")                                                 \
        X(HANDED_OVER, "handed_over", "移送处理", "handed over")                                             \
        X(PERFORMED, "performed", "执行完毕", "performed")                                                   \
        X(ENDED, "ended", "终结执行", "enforcement ended")                                                   \
        X(NOT_ENFORCED, "not_enforced", "不予执行", "enforcement refused")                                   \
        X(UPHELD, "upheld", "维持", "upheld")                                                                \
        X(CHANGED, "changed", "变更", "changed")                                                             \
        X(REVOKED, "revoked", "撤销", "revoked")                                                             \
        X(PARTLY_REVOKED, "partly_revoked", "部分撤销", "revoked in part")                                   \
        X(UNLAWFUL, "unlawful", "确认违法", "found unlawful")                                                \
        X(VOID, "void", "确认无效", "found void")                                                            \
        X(ORDERED, "ordered", "责令履行", "ordered to perform")                                              \
        X(DISMISSED, "dismissed", "驳回", "dismissed")                                                       \
        X(MEDIATED, "mediated", "调解", "mediated")                                                          \
        X(WITHDRAWN, "withdrawn", "撤回", "withdrawn")

#define TERM_ENUM_SOURCE(name, code, zh, en) SOURCE_##name,
enum source { SOURCE_LIST(TERM_ENUM_SOURCE) SOURCE_COUNT };
#define TERM_ENUM_PROCEDURE(name, code, zh, en) PROCEDURE_##name,
enum procedure { PROCEDURE_LIST(TERM_ENUM_PROCEDURE) PROCEDURE_COUNT };
#define TERM_ENUM_PARTY(name, code, zh, en) PARTY_##name,
enum party_kind { PARTY_LIST(TERM_ENUM_PARTY) PARTY_COUNT };
#define TERM_ENUM_OUTCOME(name, code, zh, en) OUTCOME_##name,
enum outcome { OUTCOME_LIST(TERM_ENUM_OUTCOME) OUTCOME_COUNT };
#define TERM_ENUM_PENALTY(name, code, zh, en) PENALTY_##name,
enum penalty_kind { PENALTY_LIST(TERM_ENUM_PENALTY) PENALTY_COUNT };
#define TERM_ENUM_TRANSFER(name, code, zh, en) TRANSFER_##name,
enum transfer_kind { TRANSFER_LIST(TERM_ENUM_TRANSFER) TRANSFER_COUNT };
#define TERM_ENUM_SERVICE(name, code, zh, en) SERVICE_##name,
enum service_mode { SERVICE_LIST(TERM_ENUM_SERVICE) SERVICE_COUNT };
#define TERM_ENUM_EVIDENCE(name, code, zh, en) EVIDENCE_##name,
enum evidence_kind { EVIDENCE_LIST(TERM_ENUM_EVIDENCE) EVIDENCE_COUNT };
#define TERM_ENUM_TIER(name, code, zh, en) TIER_##name,
enum tier { TIER_LIST(TERM_ENUM_TIER) TIER_COUNT };
#define TERM_ENUM_COLLECTION(name, code, zh, en) COLLECTION_##name,
enum collection { COLLECTION_LIST(TERM_ENUM_COLLECTION) COLLECTION_COUNT };
#define TERM_ENUM_RETENTION(name, code, zh, en) RETENTION_##name,
enum retention { RETENTION_LIST(TERM_ENUM_RETENTION) RETENTION_COUNT };
#define TERM_ENUM_RESULT(name, code, zh, en) RESULT_##name,
enum result { RESULT_LIST(TERM_ENUM_RESULT) RESULT_COUNT };
#define TERM_ENUM_GROUND(name, code, zh, en, leads, article) GROUND_##name,
enum ground { GROUND_LIST(TERM_ENUM_GROUND) GROUND_COUNT };
#undef TERM_ENUM_GROUND
#undef TERM_ENUM_SOURCE
#undef TERM_ENUM_PROCEDURE
#undef TERM_ENUM_PARTY
#undef TERM_ENUM_OUTCOME
#undef TERM_ENUM_PENALTY
#undef TERM_ENUM_TRANSFER
#undef TERM_ENUM_SERVICE
#undef TERM_ENUM_EVIDENCE
#undef TERM_ENUM_TIER
#undef TERM_ENUM_COLLECTION
#undef TERM_ENUM_RETENTION
#undef TERM_ENUM_RESULT

struct term {
        const char *code, *zh, *en;
};

/* In the order of the enum, ended by a row with code NULL. */
extern const struct term source_terms[], procedure_terms[], party_terms[];
extern const struct term outcome_terms[], penalty_terms[], transfer_terms[];
extern const struct term service_terms[], evidence_terms[], tier_terms[], retention_terms[], result_terms[], collection_terms[];
/* The codes alone, ended by NULL: choices of a field. */
extern const char *const source_codes[], *const procedure_codes[], *const party_codes[];
extern const char *const outcome_codes[], *const penalty_codes[], *const transfer_codes[];
extern const char *const service_codes[], *const evidence_codes[], *const tier_codes[],
                                                                       *const retention_codes[], *const ground_codes[],
    *const collection_codes[];
extern const struct term ground_terms[];

/* What a ground leads to, and its article; in the order of the enum. */
enum ground_leads { GROUND_TO_NONE, GROUND_TO_LESS };
extern const struct ground_row {
        enum ground_leads leads;
        const char *article;
} ground_rows[];
extern const char *const act_outcome_codes[]; /* outcomes of decisions, then results of other acts */

/* Its place in the enum; -1: NULL or not in the list. */
int term_find(const struct term *terms, const char *code);
/* Whether it stands in a list ended by NULL; NULL for either: no. */
bool code_among(const char *const *codes, const char *code);
