/* Who may do what, in the words of the house. Written without looking at role_permission or the policies: the two must
 * come to the same by themselves. */
#include "access_world.h"

#include <string.h>

enum reach {
        OWN,     /* rows of the units in which one has the role */
        ALL,     /* rows of every unit, and what belongs to no unit */
        MINE,    /* of cases under review by oneself, while they are */
        KEPT,    /* reviews that were ever assigned to oneself */
        OPEN,    /* of cases under review by anybody */
        BESIDE,  /* of the other unit's cases, while they are open to one's own */
        ASKED,   /* of the other unit's cases, proposed to one's own, also afterwards */
        GIVEN,   /* of cases that one's unit gave away */
        FED,     /* of one's unit's files in a campaign that gave feedback */
        SHEETS,  /* sheets of oneself that are to be filled in */
        FILLED,  /* sheets of oneself, also afterwards */
        RUNNING, /* files of campaigns before the feedback */
        TO_FILL, /* sheets of anybody that are to be filled in */
        UNBLIND, /* of campaigns that are not blind */
        ASIDE,   /* of every unit, for who reviews nothing */
        DECIDES, /* of files objected to that are not of one's unit, and that one did not review */
        RESULTS, /* submitted reviews of one's unit's cases */
};

#define CASE_TABLES "case_file case_party case_officer case_event case_penalty case_deadline deadline_change"
/* What they were, kept by triggers: seen with the case, written by nobody. */
#define WAS_TABLES "case_was case_party_was case_officer_was"
#define CLUE_TABLES "inspection clue_act clue_deadline"
#define DOCUMENT_TABLES "case_document case_document_change"
/* Found by the background; seen with the case, written by nobody. */
#define FOUND_TABLES "case_precheck case_precheck_finding"
#define BETWEEN_TABLES "case_move case_access"
#define REVIEW_TABLES "review review_answer"
#define SHEET_TABLES "review@sheet review_answer@sheet"
#define FOUND_SHEETS "campaign_finding@sheet campaign_finding_act@sheet campaign_objection@sheet campaign_deadline@sheet"
#define LOOP_TABLES "campaign_deadline campaign_objection campaign_finding campaign_finding_act"
#define QUARTER_TABLES                                                                                                            \
        "quarter_freeze quarter_freeze_row quarter_period quarter_confirmation quarter_ledger quarter_line quarter_line:published"       \
        " quarter_note quarter_note:published"
#define ASSESSMENT_TABLES "assessment assessment_item assessment_target assessment_run assessment_unit assessment_point"
#define LOG "audit_event audit_entry audit_subject audit_sealed"

/* What everybody signed in knows, outside systems too: the names of units and the catalogues. */
static const char common[] = "unit role role_permission cause_of_action parameter number_template checklist checklist_item checklist_rule"
                             " indicator indicator_rule document_kind document_element document_due outside_organisation inspection_kind law_version law_recomputed calendar_day term deadline_step"
                             " benchmark benchmark_tier catalogue_withdrawal access_act precheck indicator_group indicator_sub indicator_term penalty_order"
                             " penalty_order_use statistics_setting signing_key inspection_outdone_by";

/* ops: r read, i insert, u update, d delete. */
static const struct {
        const char *roles;
        enum reach reach;
        const char *tables, *ops;
} oracle[] = {
        /* Officers and leads work on their unit's clues and cases. Events and penalties, once recorded, never change. */
        {"officer lead", OWN, "clue case_file", "riu"},
        /* Inspections and deadlines of clues go with the clues; what was done with one is only ever added to, the approval by the lead. */
        {"officer lead", OWN, "inspection clue_deadline", "riu"},
        {"officer lead", OWN, "clue_act clue_act:register", "ri"},
        {"lead", OWN, "clue_act:approve", "i"},
        {"legal_reviewer", OWN, CLUE_TABLES, "r"},
        {"legal_department auditor job_setup", ALL, CLUE_TABLES, "r"},
        {"service job_setup", ALL, "inspection clue_deadline clue_act:register", "i"},
        {"job_setup", ALL, "clue_act", "i"},
        {"job_setup job_background", ALL, "clue_deadline", "u"},
        {"job_background", ALL, "clue_deadline", "r"},
        {"administrator", ALL, "outside_organisation", "iu"},
        {"officer lead", OWN, "case_party case_officer", "rid"},
        {"officer lead", OWN, "case_officer", "u"},
        {"officer lead", OWN, "case_event case_penalty", "ri"},
        {"officer lead", OWN, WAS_TABLES, "r"},
        /* Deadlines are computed with each act; what moved one is only ever added to. */
        {"officer lead", OWN, "case_deadline", "riud"},
        {"officer lead", OWN, "deadline_change", "ri"},
        /* The register of documents grows and is corrected; what was is kept by the house itself. A unit's numbers are its own. */
        {"officer lead", OWN, "case_document", "riu"},
        {"officer lead", OWN, "case_document_change document_number", "r"},
        {"lead", OWN, "document_number", "i"},
        {"legal_reviewer", OWN, DOCUMENT_TABLES " document_number", "r"},
        {"legal_department auditor job_import job_setup", ALL, DOCUMENT_TABLES " document_number", "r"},
        {"reviewer", MINE, DOCUMENT_TABLES, "r"},
        {"job_import job_setup", ALL, "case_document", "i"},
        {"officer lead legal_reviewer", OWN, FOUND_TABLES, "r"},
        {"officer lead legal_reviewer", BESIDE, FOUND_TABLES, "r"},
        {"legal_department auditor job_import job_setup", ALL, FOUND_TABLES, "r"},
        {"reviewer", MINE, FOUND_TABLES, "r"},
        /* Legal opinions: by an own way in, which adds that event and nothing else. */
        {"lead legal_reviewer", OWN, "case_event:opinion", "i"},
        /* Legal reviewers read their unit's cases. */
        {"legal_reviewer", OWN, "clue " CASE_TABLES " " WAS_TABLES, "r"},
        /* A case open to another unit is read there as in its own; nothing of it is written but by outside_event_add. */
        {"officer lead legal_reviewer", BESIDE, CASE_TABLES " " WAS_TABLES " " DOCUMENT_TABLES " " BETWEEN_TABLES, "r"},
        {"officer lead legal_reviewer", OWN, BETWEEN_TABLES, "r"},
        {"legal_department auditor job_import job_setup", ALL, BETWEEN_TABLES, "r"},
        {"reviewer", MINE, BETWEEN_TABLES, "r"},
        /* What is proposed to a unit is shown to its leads; what it gave away is not forgotten there. */
        {"lead", ASKED, "case_move", "r"},
        {"officer lead legal_reviewer", GIVEN, "case_move", "r"},
        /* A unit reads the results of its reviews, its own statistics and the published totals. */
        {"officer lead legal_reviewer", RESULTS, REVIEW_TABLES, "r"},
        {"officer lead legal_reviewer", OWN, "quarter_freeze_row quarter_confirmation quarter_ledger quarter_line quarter_note", "r"},
        {"officer lead legal_reviewer", ALL, "quarter_freeze quarter_period quarter_line:published quarter_note:published", "r"},
        /* A lead says whether the row of the own unit is right. */
        {"lead", OWN, "quarter:confirm", "i"},
        /* The legal department reads all units, assigns reviews and withdraws them, and reads the log. */
        {"legal_department", ALL, "clue " CASE_TABLES " " WAS_TABLES " " REVIEW_TABLES " " QUARTER_TABLES " " LOG, "r"},
        {"legal_department", ALL, "review", "i"},
        {"legal_department", OPEN, "review:withdraw", "u"},
        /* It runs campaigns; once they are in feedback everybody with a part in reviews sees how they were drawn, a unit its own files. */
        {"legal_department job_setup auditor", ALL, "campaign campaign_reveal campaign_event campaign_stratum campaign_file", "r"},
        {"legal_department job_setup auditor officer lead legal_reviewer reviewer", ALL, "campaign_unit_result", "r"},
        /* It says how many reviewers a file gets, excuses files, and notes who keeps away from one. */
        {"legal_department job_setup auditor", ALL, "review_bar", "r"},
        {"legal_department", ALL, "review_bar", "i"},
        {"legal_department job_setup", ALL, "campaign_file", "u"},
        {"officer lead legal_reviewer reviewer", ALL, "campaign campaign_reveal", "r"},
        {"officer lead legal_reviewer", OWN, "campaign_stratum campaign_file", "r"},
        {"legal_department job_setup", ALL, "campaign campaign_event campaign_file", "i"},
        {"job_setup", ALL, "campaign_stratum campaign_reveal", "i"},
        {"legal_department", ALL, "campaign", "u"},
        /* What follows the feedback is seen by the reviewed unit and by those who run and decide, and written by reviewed functions alone. */
        {"legal_department auditor job_setup", ALL, LOOP_TABLES " campaign_summary", "r"},
        {"officer lead legal_reviewer", OWN, LOOP_TABLES, "r"},
        {"officer lead legal_reviewer reviewer", ALL, "campaign_summary", "r"},
        {"job_setup", ALL, "campaign_unit_result campaign_deadline campaign_finding campaign_summary", "i"},
        /* A file of a campaign: whoever runs it sees all of it; the unit, from the feedback on; its reviewer the own sheet alone, and of a
         * blind campaign nothing else; who decides objections, those files. */
        {"legal_department auditor job_setup", ALL, SHEET_TABLES " campaign@sheet campaign_file@sheet " FOUND_SHEETS, "r"},
        {"officer lead legal_reviewer", ALL, "campaign@sheet", "r"},
        {"decider", ASIDE, "campaign@sheet", "r"},
        {"reviewer", UNBLIND, "campaign@sheet", "r"},
        {"officer lead legal_reviewer", FED, SHEET_TABLES " campaign_file@sheet " FOUND_SHEETS, "r"},
        {"reviewer", FILLED, SHEET_TABLES, "r"},
        {"reviewer", SHEETS, "review@sheet", "u"},
        {"reviewer", SHEETS, "review_answer@sheet", "iud"},
        {"decider", DECIDES, "campaign_file@sheet " FOUND_SHEETS " " LOOP_TABLES, "r"},
        {"decider legal_department", DECIDES, "decision@sheet", "r"},
        {"legal_department", ALL, "campaign@sheet", "u"},
        {"legal_department", RUNNING, "campaign_file@sheet", "u"},
        {"job_setup", ALL, "campaign_file@sheet", "u"},
        {"job_setup", TO_FILL, "review@sheet", "u"},
        {"job_setup", TO_FILL, "review_answer@sheet", "iud"},
        {"decider", ALL, "campaign campaign_reveal campaign_unit_result campaign_summary", "r"},
        /* It drafts checklists. */
        {"legal_department job_setup", ALL, "checklist checklist_item checklist_rule", "id"},
        {"legal_department job_setup", ALL, "checklist", "u"},
        {"legal_department", ALL, "quarter:freeze quarter_note quarter_note:published", "i"},
        /* Schemes of assessment and their points; once published a unit reads the scheme and what is its own. */
        {"legal_department job_setup", ALL, ASSESSMENT_TABLES, "ri"},
        {"legal_department job_setup", ALL, "assessment_item assessment_target", "d"},
        {"legal_department", ALL, "assessment assessment_run", "u"},
        {"job_setup", ALL, "assessment", "u"},
        {"auditor", ALL, ASSESSMENT_TABLES, "r"},
        {"officer lead legal_reviewer job_background", ALL, "assessment assessment_item assessment_run", "r"},
        {"officer lead legal_reviewer", OWN, "assessment_target assessment_unit assessment_point", "r"},
        {"job_background", ALL, "assessment_target assessment_unit assessment_point", "r"},
        /* It adds versions to the catalogues, and changes none. */
        {"legal_department", ALL, "cause_of_action benchmark parameter number_template catalogue_withdrawal law_version term", "i"},
        /* Reviewers: the files assigned to them, and only those. */
        {"reviewer", MINE, CASE_TABLES " " WAS_TABLES, "r"},
        {"reviewer", MINE, "review review:submit", "u"},
        {"reviewer", MINE, "review_answer", "iud"},
        {"reviewer", KEPT, REVIEW_TABLES, "r"},
        /* The auditor reads everything and the log of everything; changes nothing. */
        {"auditor", ALL, "clue " CASE_TABLES " " WAS_TABLES " " REVIEW_TABLES " " QUARTER_TABLES " " LOG, "r"},
        /* The administrator: units, people, roles; no case content. */
        {"administrator", ALL, "unit person role_assignment", "riu"},
        /* One outside system brings clues in, to any unit, and reads none. */
        {"service", ALL, "clue", "i"},
        /* Who works with cases knows people by name; who serves where is known in the unit, and to who oversees all. */
        {"officer lead legal_reviewer legal_department reviewer auditor job_import job_setup", ALL, "person", "r"},
        {"officer lead", OWN, "role_assignment", "r"},
        {"legal_department auditor", ALL, "role_assignment", "r"},
        /* Jobs: an import writes cases of all units; set-up does what the people of the demonstration world did. */
        {"job_import job_setup", ALL, CASE_TABLES, "ri"},
        {"job_import job_setup", ALL, WAS_TABLES, "r"},
        {"job_import job_setup", ALL, "case_file case_party case_officer", "u"},
        {"job_import job_setup", ALL, "case_party case_officer", "d"},
        {"job_import job_setup", ALL, "case_deadline", "ud"},
        /* The law is brought in by a command; another recomputes what runs, and sees nothing else of a case. */
        {"job_setup", ALL, "law_version calendar_day term", "i"},
        {"job_background", ALL, "case_deadline deadline_change", "ri"},
        {"job_background", ALL, "case_deadline", "u"},
        {"job_background", ALL, "law_recomputed", "i"},
        {"job_import", ALL, "unit import_run import_record", "riu"},
        {"job_setup", ALL, "clue unit person role_assignment", "riu"},
        {"job_setup", ALL, REVIEW_TABLES, "r"},
        {"job_setup", ALL, "review", "i"},
        {"job_setup", OPEN, "review review:submit review:withdraw", "u"},
        {"job_setup", OPEN, "review_answer", "iud"},
        {"job_setup", ALL, "quarter:freeze quarter_period", "i"},
        /* An export is asked for by oneself alone, and seen by nobody else; the demonstration world has one from the start. */
        {"job_setup", ALL, "export export_chunk", "i"},
        /* The check of the statistics sees all of them. */
        {"job_background", ALL, QUARTER_TABLES, "r"},
};

static bool is_one_of(const char *list, const char *word)
{
        size_t n = strlen(word);

        for (const char *at = strstr(list, word); at; at = strstr(at + 1, word))
                if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
                        return true;
        return false;
}

static bool reaches(const struct person *p, enum unit of, enum reach reach, const struct slot *s)
{
        if (!s || reach == ALL)
                return reach == ALL;
        switch (reach) {
        case OWN:
                return s->unit == of;
        case BESIDE:
                return s->unit != of && (s->review == JOINT || s->review == SUPERVISED);
        case ASKED:
                return s->unit != of && (s->review == PROPOSED || s->review == REFUSED);
        case GIVEN:
                return s->unit != of && s->review == MOVED;
        case RESULTS:
                return s->unit == of && s->review == SUBMITTED;
        case MINE:
                return p->is_r1 && (s->review == ASSIGNED || s->review == SHEET_OPEN);
        case KEPT:
                return p->is_r1;
        case FED:
                return s->unit == of && s->review == SHEET_OBJECTED;
        case SHEETS:
                return p->is_r1 && (s->review == SHEET_BLIND || s->review == SHEET_OPEN);
        case FILLED:
                return p->is_r1 && s->review >= SHEET_BLIND;
        case RUNNING:
                return s->review >= SHEET_DRAWN && s->review < SHEET_OBJECTED;
        case TO_FILL:
                return s->review == SHEET_BLIND || s->review == SHEET_OPEN;
        case UNBLIND:
                return s->review == SHEET_OPEN;
        case ASIDE:
                return !p->is_r1;
        case DECIDES:
                return s->unit != of && s->review == SHEET_OBJECTED && !p->is_r1;
        case OPEN:
                return s->review == ASSIGNED;
        default:
                return false;
        }
}

bool may(const struct person *p, char op, const char *table, const struct slot *s)
{
        if (p->no_session)
                return false;
        if (op == 'r' && is_one_of(common, table))
                return true;
        for (size_t i = 0; !p->no_role && i < sizeof oracle / sizeof oracle[0]; i++)
                for (size_t k = 0; k < 2 && p->at[k].role; k++)
                        if (is_one_of(oracle[i].roles, p->at[k].role) && is_one_of(oracle[i].tables, table) &&
                            strchr(oracle[i].ops, op) && reaches(p, p->at[k].unit, oracle[i].reach, s))
                                return true;
        return false;
}
