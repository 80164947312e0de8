#include "main/deadlines.h"
#include "main/demo.h"
#include "main/prechecks.h"
#include "main/work.h"

#include "sql_table.h"

/* Each stands on what those before it wrote. */
static const int steps[] = {
        SQL_DEMO_CASES,   SQL_DEMO_DOCUMENTS, SQL_DEMO_CLUES,    SQL_DEMO_CLUE_ACTS, SQL_DEMO_CHECKLIST, SQL_DEMO_CAMPAIGNS, SQL_DEMO_LOOP, SQL_DEMO_REVIEWS, SQL_DEMO_ANSWERS,
        SQL_DEMO_SUBMIT,  SQL_DEMO_WITHDRAW,  SQL_DEMO_DRAWN,    SQL_DEMO_SHEETS,   SQL_DEMO_SHEET_ANSWERS, SQL_DEMO_HANDED_IN,
         SQL_DEMO_CLOSE,    SQL_DEMO_FREEZE,   SQL_DEMO_ASSESSMENT, SQL_DEMO_ASSESSMENT_ITEMS, SQL_DEMO_ASSESSMENT_PUBLISH, SQL_DEMO_ASSESSMENT_RESULTS, SQL_DEMO_EXPORT,  SQL_DEMO_AUDIT,
};

bool demo_world(struct db *db)
{
        bool good = true;
        long n = 0;

        for (size_t i = 0; good && i < sizeof steps / sizeof *steps; i++)
                good = work_do(db, steps[i], NULL);
        return good && deadlines_rebuild(db, false, &n) && prechecks_now(db) && work_do(db, SQL_DEMO_OVERRULES, NULL);
}
