/* Who reviews which files of a campaign: nobody where something bars them, the load as even as the bars allow, and a share
 * of the files by two. One reviewer and one file are judged by rules/assignment.h; here it is all of them at once. Pure. */
#pragma once

#include "base/arena.h"
#include "base/digest.h"

#include <stdbool.h>
#include <stddef.h>

/* Why a reviewer may not review a file; bits. */
#define ALLOTMENT_BAR_LIST(X)                                                                                \
        X(ROLE, "reviewer_role", "没有评查员角色", "no reviewer today")                                      \
        X(UNIT, "reviewer_not_of_unit", "属于承办单位", "of a unit that handled the case")                   \
        X(SUBJECT, "reviewer_not_of_subject", "属于执法主体", "of the enforcement subject")                  \
        X(OFFICER, "reviewer_not_officer", "是办案人员", "an officer of the case")                           \
        X(PART, "reviewer_took_no_part", "参与过本案", "had a part in the case")                             \
        X(DECLINED, "reviewer_declined", "已谢绝、撤回或者申明回避", "declined it, was withdrawn, or declared to be near") \
        X(SEES, "reviewer_sees_all", "能看到或者看过未隐去的案卷，不能盲评", "sees the file unmasked, or has seen it so")
#define ALLOTMENT_ENUM(name, code, zh, en) BAR_##name,
enum allotment_bar { ALLOTMENT_BAR_LIST(ALLOTMENT_ENUM) BAR_COUNT };
#undef ALLOTMENT_ENUM
struct allotment_bar_name {
        const char *code, *zh, *en;
};
extern const struct allotment_bar_name allotment_bar_names[BAR_COUNT];

struct allotment {
        size_t n_files, n_reviewers;
        const char *const *files, *const *reviewers; /* ids; with the seed they settle what is otherwise equal */
        unsigned char seed[SHA256_LEN];
        const unsigned char *bars;  /* n_files × n_reviewers: bits of allotment_bar; 0: may review */
        const unsigned char *wants; /* of each file: how many reviewers */
        const int *loads;           /* of each reviewer: files they review already; NULL: none */
        unsigned char *given;       /* n_files × n_reviewers, 0 or 1; in: those who review it already and stay */
};

/* A file that does not get all the reviewers it wants, and how many of the reviewers each bar keeps away (one may be kept
 * away by several). */
struct allotment_gap {
        size_t file;
        int missing;
        size_t barred[BAR_COUNT];
        struct allotment_gap *next;
};

/* Adds to given. Returns the files that lack reviewers (arena), in order; NULL: none. The largest load is as small as it
 * can be for those that are newly given. */
struct allotment_gap *allotment_make(struct allotment *m, struct arena *a);

/* wants[i] = 2 for this share (ten-thousandths, rounded up) of the files, chosen by the seed; 1 for the others. */
void allotment_doubles(const unsigned char seed[SHA256_LEN], const char *const *files, size_t n, int share,
                       unsigned char *wants, struct arena *a);
