#include "pdf_inside.h"

#include "base/log.h"

#include <errno.h>
#include <fontconfig/fontconfig.h>
#include <math.h>
#include <pango/pangofc-fontmap.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define PAPER_SHORT 595.28
#define PAPER_LONG 841.89
enum { ALTS_MAX = 200, FONT_LISTS_MAX = 8 };

/* fontconfig points within its patterns by offsets, which the leak checker does not follow. */
#ifdef __SANITIZE_ADDRESS__
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
        return "leak:libfontconfig.so\n";
}
#endif

/* ---- fonts: those of the settings and no others, so that every machine prints the same ---- */

static const char *next_name(const char **list, struct arena *a)
{
        size_t n = strcspn(*list, ":");
        const char *name = arena_text_n(a, *list, n);

        *list += n + ((*list)[n] == ':');
        return name;
}

static err_t load_fonts(FcConfig *fc, const char *list, struct fault *f)
{
        if (!fc)
                return fault_set(f, ERR_INTERNAL, "字体库无法使用", "The library of fonts cannot be used");
        while (*list) {
                const char *name = next_name(&list, f->arena);

                if (!*name || FcConfigAppFontAddFile(fc, (const FcChar8 *)name))
                        continue;
                log_say(LOG_ERROR, "a font is missing", "file", name, NULL);
                return fault_set(f, ERR_UNAVAILABLE, "缺少字体文件 %s", "The font %s is missing", name);
        }
        return OK;
}

/* Kept for good: what fontconfig made for a list it does not give back. *out stays valid; other threads only
 * read it. */
static err_t fonts_of(const char *list, FcConfig **out, struct fault *f)
{
        static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
        static struct {
                char *list;
                FcConfig *fc;
        } kept[FONT_LISTS_MAX];
        err_t e = OK;
        int i = 0;

        pthread_mutex_lock(&lock);
        while (i < FONT_LISTS_MAX && kept[i].list && strcmp(kept[i].list, list))
                i++;
        if (i == FONT_LISTS_MAX)
                e = fault_set(f, ERR_INTERNAL, "字体设置过多", "Too many lists of fonts");
        if (!e && !kept[i].list) {
                FcConfig *fc = FcConfigCreate();

                e = load_fonts(fc, list, f);
                if (e)
                        FcConfigDestroy(fc);
                else
                        kept[i].fc = fc, kept[i].list = strdup(list);
        }
        *out = e ? NULL : kept[i].fc;
        pthread_mutex_unlock(&lock);
        return e;
}

/* Families in the order of their files; of a collection the first. */
static const char *families(FcConfig *fc, struct arena *a)
{
        const FcFontSet *set = FcConfigGetFonts(fc, FcSetApplication);
        struct text t = {.arena = a};

        for (int i = 0; set && i < set->nfont; i++) {
                FcChar8 *family;

                if (FcPatternGetString(set->fonts[i], FC_FAMILY, 0, &family) == FcResultMatch)
                        text_addf(&t, "%s%s", t.len ? "," : "", (const char *)family);
        }
        return text_str(&t);
}

static void open_fonts(struct press *p, FcConfig *fc)
{
        PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        cairo_font_options_t *o = cairo_font_options_create();

        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), fc);
        p->context = pango_font_map_create_context(map);
        cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(p->context, o);
        pango_cairo_context_set_resolution(p->context, 72);
        pango_context_set_language(p->context, pango_language_from_string(p->english ? "en" : "zh-cn"));
        pango_context_set_round_glyph_positions(p->context, FALSE);
        cairo_font_options_destroy(o);
        g_object_unref(map);
        p->font = pango_font_description_new();
        pango_font_description_set_family(p->font, families(fc, p->a));
}

/* ---- blocks ---- */

static void print_signature(struct press *p, const char *text)
{
        struct lines l = lines_make(p, text, 10.5, room_width(p) / 2, ANCHOR_START);
        double height = fmax(lines_height(&l), 10.5 * LINE_PITCH), x = MARGIN + room_width(p) / 2;
        PangoRectangle r;

        p->y += 24;
        if (p->y + height > room_end(p))
                page_break(p);
        pango_layout_get_extents(l.layout, NULL, &r);
        tag_open(p, "P");
        lines_draw(p, &l, 0, l.n, MARGIN, p->y);
        tag_close(p);
        lines_end(&l);
        put_rule(p, MARGIN + (double)r.width / PANGO_SCALE + 6, p->y + height, x - 20, p->y + height, 0.6);
        l = lines_make(p, p->english ? "Date:" : "日期：", 10.5, 80, ANCHOR_START);
        tag_open(p, "P");
        lines_draw(p, &l, 0, 1, x, p->y);
        tag_close(p);
        lines_end(&l);
        put_rule(p, x + 36, p->y + height, p->width - MARGIN, p->y + height, 0.6);
        p->y += height + 6;
}

/* Signatures that follow one another stay on one page. */
static void keep_signatures_together(struct press *p, int from)
{
        int n = 0;

        if (from > 0 && p->doc->blocks[from - 1].kind == DOC_SIGNATURE)
                return;
        while (from + n < p->doc->n_blocks && p->doc->blocks[from + n].kind == DOC_SIGNATURE)
                n++;
        if (n > 1 && p->y + n * (30 + 10.5 * LINE_PITCH) > room_end(p))
                page_break(p);
}

static err_t print_words(struct press *p, const struct doc_block *b)
{
        const char *text = words_in(&b->text, p->english);
        bool heading = b->kind == DOC_HEADING;
        err_t e;

        if (strlen(text) > PDF_TEXT_MAX)
                return fault_set(p->f, ERR_INVALID, "段落过长，无法打印",
                                 "A paragraph is too long to be printed");
        if (heading && p->y + 60 > room_end(p))
                page_break(p);
        p->y += heading && p->y > MARGIN ? 8 : 0;
        if (!heading && !p->english)
                text = arena_printf(&p->scratch, "　　%s", text);
        e = put_lines(p, heading ? "H2" : "P", text, heading ? 13 : 10.5, ANCHOR_START);
        p->y += 5;
        return e;
}

static err_t print_block(struct press *p, const struct doc_block *b)
{
        switch (b->kind) {
        case DOC_HEADING:
        case DOC_PARAGRAPH:
                return print_words(p, b);
        case DOC_TABLE:
                return print_table(p, b->table);
        case DOC_CHART:
                print_chart(p, b->chart);
                return OK;
        case DOC_SIGNATURE:
                print_signature(p, words_in(&b->text, p->english));
                return OK;
        case DOC_NEW_PAGE:
                page_break(p);
                return OK;
        }
        return OK;
}

static err_t print_all(struct press *p, bool drawing)
{
        err_t e;

        p->drawing = drawing;
        p->page = 0;
        p->rows = 0;
        page_begin(p);
        tag_open(p, "Document");
        e = put_lines(p, "H1", words_in(&p->doc->title, p->english), 18, ANCHOR_MIDDLE);
        p->y += 10;
        for (int i = 0; i < p->doc->n_blocks && !e; i++) {
                keep_signatures_together(p, i);
                e = print_block(p, &p->doc->blocks[i]);
        }
        while (p->n_inside)
                tag_close(p);
        return e;
}

static bool can_count(const struct doc *d)
{
        for (int i = 0; i < d->n_blocks; i++)
                if (d->blocks[i].kind == DOC_TABLE && !d->blocks[i].table->rows->rewind)
                        return false;
        return true;
}

/* ---- the file ---- */

static cairo_status_t write_some(void *to, const unsigned char *data, unsigned n)
{
        return fwrite(data, 1, n, to) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void set_metadata(struct press *p)
{
        struct tm t;
        char made[32];

        gmtime_r(&p->doc->made_at, &t);
        strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", &t);
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE,
                                       text_clean(words_in(&p->doc->title, p->english), false, p->a));
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR,
                                       text_clean(words_in(&p->doc->author, p->english), false, p->a));
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Anjuan");
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
}

static err_t print_to(struct press *p, FILE *file)
{
        err_t e = OK;

        p->surface = cairo_pdf_surface_create_for_stream(write_some, file, p->width, p->height);
        set_metadata(p);
        p->cr = cairo_create(p->surface);
        if (can_count(p->doc)) {
                e = print_all(p, false);
                p->pages = p->page;
        }
        if (!e)
                e = print_all(p, true);
        cairo_destroy(p->cr);
        cairo_surface_finish(p->surface);
        if (!e && cairo_surface_status(p->surface)) {
                log_say(LOG_ERROR, "cairo", "why", cairo_status_to_string(cairo_surface_status(p->surface)),
                        NULL);
                e = disk_fault(p->f, "pdf");
        }
        cairo_surface_destroy(p->surface);
        arena_free(&p->scratch);
        return e;
}

static err_t add_rest(struct press *p, FILE *file)
{
        const char *alts[ALTS_MAX];
        int n = 0;

        for (int i = 0; i < p->doc->n_blocks && n < ALTS_MAX; i++)
                if (p->doc->blocks[i].kind == DOC_CHART)
                        alts[n++] =
                            text_clean(chart_alt(p->doc->blocks[i].chart, p->english, p->a), false, p->a);
        return pdf_finish(file, p->english ? "en" : "zh-CN", alts, n, p->f);
}

static err_t print_doc(struct press *p, FcConfig *fc, FILE *file)
{
        err_t e;

        open_fonts(p, fc);
        e = print_to(p, file);
        if (!e)
                e = add_rest(p, file);
        pango_font_description_free(p->font);
        g_object_unref(p->context);
        return e;
}

err_t pdf_write(const struct doc *d, const struct render_settings *s, const char *path, struct fault *f)
{
        struct press p = {.doc = d,
                          .english = d->english,
                          .a = f->arena,
                          .f = f,
                          .width = d->landscape ? PAPER_LONG : PAPER_SHORT,
                          .height = d->landscape ? PAPER_SHORT : PAPER_LONG};
        struct part_file file;
        FcConfig *fc;
        err_t e = doc_check(d, f);

        if (e || (e = part_open(&file, path, f)))
                return e;
        e = fonts_of(s->fonts ? s->fonts : FONTS_DEFAULT, &fc, f);
        if (!e)
                e = print_doc(&p, fc, file.f);
        if (!e)
                return part_keep(&file, f);
        part_drop(&file);
        return e;
}
