#include "inside.h"

#include "base/id.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

err_t disk_fault(struct fault *f, const char *path)
{
        bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;

        log_say(LOG_ERROR, "a document could not be written", "path", path, "why", strerror(errno), NULL);
        if (full)
                return fault_set(f, ERR_UNAVAILABLE, "磁盘空间不足，文件未生成",
                                 "The disk is full; no file was made");
        return fault_set(f, ERR_INTERNAL, "文件无法写入，未生成",
                         "The file could not be written; none was made");
}

err_t room_check(const char *folder, long long spare, struct fault *f)
{
        struct statvfs v;

        if (statvfs(folder, &v))
                return disk_fault(f, folder);
        errno = ENOSPC;
        return (long long)v.f_bavail * (long long)v.f_frsize >= spare ? OK : disk_fault(f, folder);
}

err_t part_name(struct part_file *p, const char *path, struct fault *f)
{
        char tail[17];

        random_hex(tail, sizeof tail - 1);
        *p = (struct part_file){.path = path, .part = arena_printf(f->arena, "%s.%s", path, tail)};
        return OK;
}

err_t part_open(struct part_file *p, const char *path, struct fault *f)
{
        int fd;

        if (part_name(p, path, f))
                return f->err;
        fd = open(p->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0 && (p->f = fdopen(fd, "w+")))
                return OK;
        return disk_fault(f, path);
}

static bool sync_folder(const char *path)
{
        char *copy = strdup(path);
        int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
        bool good = fd >= 0 && !fsync(fd);

        if (fd >= 0)
                close(fd);
        free(copy);
        return good;
}

err_t part_keep(struct part_file *p, struct fault *f)
{
        bool good = p->f || (p->f = fopen(p->part, "re+"));
        err_t e = OK;

        good = good && !fflush(p->f) && !ferror(p->f) && !fsync(fileno(p->f));
        if (!good)
                e = disk_fault(f, p->path);
        if (p->f && fclose(p->f) && !e)
                e = disk_fault(f, p->path);
        p->f = NULL;
        if (!e && (rename(p->part, p->path) || !sync_folder(p->path)))
                e = disk_fault(f, p->path);
        if (e)
                unlink(p->part);
        return e;
}

void part_drop(struct part_file *p)
{
        if (p->f)
                fclose(p->f);
        p->f = NULL;
        unlink(p->part);
}
