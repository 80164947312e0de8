/* The words of the trade that are closed sets of codes: each list gives the enum, the codes and their names
 * in both languages. docs/glossary.md explains them. Pure. */
#pragma once

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
#undef TERM_ENUM_SOURCE
#undef TERM_ENUM_PROCEDURE
#undef TERM_ENUM_PARTY
#undef TERM_ENUM_OUTCOME
#undef TERM_ENUM_PENALTY
#undef TERM_ENUM_TRANSFER

struct term {
        const char *code, *zh, *en;
};

/* In the order of the enum, ended by a row with code NULL. */
extern const struct term source_terms[], procedure_terms[], party_terms[];
extern const struct term outcome_terms[], penalty_terms[], transfer_terms[];
/* The codes alone, ended by NULL: choices of a field. */
extern const char *const source_codes[], *const procedure_codes[], *const party_codes[];
extern const char *const outcome_codes[], *const penalty_codes[], *const transfer_codes[];

/* Its place in the enum; -1: NULL or not in the list. */
int term_find(const struct term *terms, const char *code);
