/*
 * Writes down what a process does to the files below a folder, in the order in which it does it:
 * what is written, what is synced, and how names come and go. Loaded with LD_PRELOAD.
 *
 * POWER_FOLDER is the folder, POWER_LOG the file that the record is appended to. Each entry is a
 * kind (one byte), two numbers and the lengths of two byte strings (64 bits each, in the machine's
 * own byte order), and the strings; record.py reads them.
 *
 * One lock is held over a call and its entry, so that the record has the order of the calls.
 * Files are told apart by their inode's number, which the kernel gives to another file only when
 * the first one has neither a name nor a descriptor left.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char folder[PATH_MAX];
static size_t folder_length;
static ssize_t (*real_writev)(int, const struct iovec *, int);
static int (*real_open)(const char *, int, ...);

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    real_writev = REAL(writev);
    real_open = REAL(open);
    const char *chosen = getenv("POWER_FOLDER"), *log = getenv("POWER_LOG");
    if (chosen && log && realpath(chosen, folder)) {
        folder_length = strlen(folder);
        log_fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
}

static void fail(const char *why) {
    dprintf(2, "power recorder: %s\n", why);
    abort();
}

/* One call for an entry, so that processes can share a record. */
static void entry(char kind, uint64_t a, uint64_t b, const void *one, size_t one_length,
                  const void *two, size_t two_length) {
    uint64_t head[4] = {a, b, one_length, two_length};
    struct iovec parts[4] = {{&kind, 1}, {head, sizeof head}, {(void *)one, one_length}, {(void *)two, two_length}};
    ssize_t length = (ssize_t)(1 + sizeof head + one_length + two_length);
    if (real_writev(log_fd, parts, 4) != length) fail("the record could not be written");
}

static int is_inside(const char *path) {
    return strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == 0);
}

/* The name that a call means, with its folder resolved and its last part as given. */
static int name_of(int at, const char *path, char *name) {
    char joined[2 * PATH_MAX], parent[PATH_MAX];
    if (log_fd < 0 || !path) return 0;
    if (path[0] == '/') {
        snprintf(joined, sizeof joined, "%s", path);
    } else if (at == AT_FDCWD) {
        if (!getcwd(parent, sizeof parent)) return 0;
        snprintf(joined, sizeof joined, "%s/%s", parent, path);
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t length = readlink(link, parent, sizeof parent - 1);
        if (length < 0) return 0;
        parent[length] = 0;
        snprintf(joined, sizeof joined, "%s/%s", parent, path);
    }
    for (size_t length = strlen(joined); length > 1 && joined[length - 1] == '/';)
        joined[--length] = 0;
    char *last = strrchr(joined, '/');
    if (!last) return 0;
    *last = 0;
    if (!realpath(joined[0] ? joined : "/", parent)) return 0;
    int length = snprintf(name, PATH_MAX, "%s/%s", strcmp(parent, "/") ? parent : "", last + 1);
    return length < PATH_MAX && is_inside(name);
}

/* The number of a descriptor's inode where it is a file or folder inside, else 0. */
static uint64_t inside(int fd) {
    char link[64], path[PATH_MAX];
    struct stat at;
    if (log_fd < 0 || fd < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!is_inside(path) || fstat(fd, &at) != 0) return 0;
    return S_ISREG(at.st_mode) || S_ISDIR(at.st_mode) ? (uint64_t)at.st_ino : 0;
}

static uint64_t inode_at(const char *name) {
    struct stat at;
    return lstat(name, &at) == 0 ? (uint64_t)at.st_ino : 0;
}

/* What was written is read back, whatever the call was that wrote it. */
static void wrote(int fd, uint64_t inode, off_t from, size_t length) {
    char link[64], *data = malloc(length ? length : 1);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int reader = real_open(link, O_RDONLY | O_CLOEXEC);
    if (reader < 0 || !data) fail("what was written could not be read");
    size_t have = 0;
    while (have < length) {
        ssize_t done = pread(reader, data + have, length - have, from + (off_t)have);
        if (done <= 0) fail("what was written could not be read");
        have += (size_t)done;
    }
    close(reader);
    entry('w', inode, (uint64_t)from, data, length, NULL, 0);
    free(data);
}

#define LOCKED(type, call)                                                                        \
    pthread_mutex_lock(&lock);                                                                    \
    type result = call;                                                                           \
    int error = errno;
#define DONE                                                                                      \
    errno = error;                                                                                \
    pthread_mutex_unlock(&lock);                                                                  \
    return result;

static int opened(int at, const char *path, int flags, mode_t mode,
                  int (*real)(int, const char *, int, ...)) {
    char name[PATH_MAX];
    if (!(flags & (O_CREAT | O_TRUNC)) || (flags & O_TMPFILE) == O_TMPFILE ||
        !name_of(at, path, name))
        return real(at, path, flags, mode);
    pthread_mutex_lock(&lock);
    uint64_t before = inode_at(name);
    int result = real(at, path, flags, mode);
    int error = errno;
    if (result >= 0) {
        struct stat now;
        if (fstat(result, &now) == 0 && S_ISREG(now.st_mode)) {
            if (!before) entry('c', now.st_ino, 0, name, strlen(name), NULL, 0);
            else if (flags & O_TRUNC) entry('t', now.st_ino, 0, NULL, 0, NULL, 0);
        }
    }
    DONE
}

#define OPEN_MODE                                                                                 \
    mode_t mode = 0;                                                                              \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                          \
        va_list rest;                                                                             \
        va_start(rest, flags);                                                                    \
        mode = va_arg(rest, mode_t);                                                              \
        va_end(rest);                                                                             \
    }

int open(const char *path, int flags, ...) { OPEN_MODE return opened(AT_FDCWD, path, flags, mode, REAL(openat)); }
int open64(const char *path, int flags, ...) { OPEN_MODE return opened(AT_FDCWD, path, flags, mode, REAL(openat)); }
int openat(int at, const char *path, int flags, ...) { OPEN_MODE return opened(at, path, flags, mode, REAL(openat)); }
int openat64(int at, const char *path, int flags, ...) { OPEN_MODE return opened(at, path, flags, mode, REAL(openat)); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode, REAL(openat)); }

/* The place of a write without one: where the file's position was, or its end. */
static off_t place(int fd) {
    if (fcntl(fd, F_GETFL) & O_APPEND) {
        struct stat at;
        return fstat(fd, &at) == 0 ? at.st_size : 0;
    }
    return lseek(fd, 0, SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t length) {
    uint64_t inode = inside(fd);
    if (!inode) return REAL(write)(fd, data, length);
    pthread_mutex_lock(&lock);
    off_t from = place(fd);
    ssize_t result = REAL(write)(fd, data, length);
    int error = errno;
    if (result > 0) wrote(fd, inode, from, (size_t)result);
    DONE
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    uint64_t inode = inside(fd);
    if (!inode) return real_writev(fd, parts, count);
    pthread_mutex_lock(&lock);
    off_t from = place(fd);
    ssize_t result = real_writev(fd, parts, count);
    int error = errno;
    if (result > 0) wrote(fd, inode, from, (size_t)result);
    DONE
}

#define WRITE_AT(name, parameters, arguments)                                                     \
    ssize_t name parameters {                                                                     \
        uint64_t inode = inside(fd);                                                              \
        if (!inode) return REAL(name) arguments;                                                  \
        LOCKED(ssize_t, REAL(name) arguments)                                                     \
        if (result > 0) wrote(fd, inode, from, (size_t)result);                                   \
        DONE                                                                                      \
    }
WRITE_AT(pwrite, (int fd, const void *data, size_t length, off_t from), (fd, data, length, from))
WRITE_AT(pwrite64, (int fd, const void *data, size_t length, off64_t from), (fd, data, length, from))
WRITE_AT(pwritev, (int fd, const struct iovec *parts, int count, off_t from), (fd, parts, count, from))
WRITE_AT(pwritev64, (int fd, const struct iovec *parts, int count, off64_t from), (fd, parts, count, from))

ssize_t copy_file_range(int source, off64_t *start, int fd, off64_t *to, size_t length, unsigned flags) {
    uint64_t inode = inside(fd);
    if (!inode) return REAL(copy_file_range)(source, start, fd, to, length, flags);
    pthread_mutex_lock(&lock);
    off_t from = to ? *to : place(fd);
    ssize_t result = REAL(copy_file_range)(source, start, fd, to, length, flags);
    int error = errno;
    if (result > 0) wrote(fd, inode, from, (size_t)result);
    DONE
}

#define SEND(name, offset)                                                                        \
    ssize_t name(int fd, int source, offset *start, size_t length) {                              \
        uint64_t inode = inside(fd);                                                              \
        ssize_t (*real)(int, int, offset *, size_t) = dlsym(RTLD_NEXT, #name);                    \
        if (!inode) return real(fd, source, start, length);                                       \
        pthread_mutex_lock(&lock);                                                                \
        off_t from = place(fd);                                                                   \
        ssize_t result = real(fd, source, start, length);                                         \
        int error = errno;                                                                        \
        if (result > 0) wrote(fd, inode, from, (size_t)result);                                   \
        DONE                                                                                      \
    }
SEND(sendfile, off_t)
SEND(sendfile64, off64_t)

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    uint64_t inode = request == FICLONE || request == FICLONERANGE ? inside(fd) : 0;
    if (!inode) return real(fd, request, argument);
    LOCKED(int, real(fd, request, argument))
    struct stat at;
    if (result == 0 && fstat(fd, &at) == 0) wrote(fd, inode, 0, (size_t)at.st_size);
    DONE
}

#define CUT(name, offset)                                                                         \
    int name(int fd, offset size) {                                                               \
        uint64_t inode = inside(fd);                                                              \
        if (!inode) return REAL(name)(fd, size);                                                  \
        LOCKED(int, REAL(name)(fd, size))                                                         \
        if (result == 0) entry('t', inode, (uint64_t)size, NULL, 0, NULL, 0);                  \
        DONE                                                                                      \
    }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

/* A file that grows by fallocate has zeros there. */
static void grown(int fd, uint64_t inode) {
    struct stat at;
    if (fstat(fd, &at) == 0) entry('t', inode, (uint64_t)at.st_size, NULL, 0, NULL, 0);
}

#define FALLOCATE(name, parameters, arguments)                                                    \
    int name parameters {                                                                         \
        uint64_t inode = inside(fd);                                                              \
        int(*real) parameters = dlsym(RTLD_NEXT, #name);                                          \
        if (!inode) return real arguments;                                                        \
        LOCKED(int, real arguments)                                                               \
        if (result == 0) grown(fd, inode);                                                        \
        DONE                                                                                      \
    }
FALLOCATE(posix_fallocate, (int fd, off_t from, off_t length), (fd, from, length))
FALLOCATE(posix_fallocate64, (int fd, off64_t from, off64_t length), (fd, from, length))
FALLOCATE(fallocate, (int fd, int mode, off_t from, off_t length), (fd, mode, from, length))
FALLOCATE(fallocate64, (int fd, int mode, off64_t from, off64_t length), (fd, mode, from, length))

#define SYNC(name)                                                                                \
    int name(int fd) {                                                                            \
        uint64_t inode = inside(fd);                                                              \
        if (!inode) return REAL(name)(fd);                                                        \
        LOCKED(int, REAL(name)(fd))                                                               \
        if (result == 0) entry('s', inode, 0, NULL, 0, NULL, 0);                               \
        DONE                                                                                      \
    }
SYNC(fsync)
SYNC(fdatasync)

int syncfs(int fd) {
    uint64_t inode = inside(fd);
    LOCKED(int, REAL(syncfs)(fd))
    if (inode && result == 0) entry('a', 0, 0, NULL, 0, NULL, 0);
    DONE
}

static int renamed(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
    char one[PATH_MAX], two[PATH_MAX];
    int (*real)(int, const char *, int, const char *, unsigned) = dlsym(RTLD_NEXT, "renameat2");
    int first = name_of(from_at, from, one), second = name_of(to_at, to, two);
    if (!first && !second) return real(from_at, from, to_at, to, flags);
    if (!first || !second) fail("a name moves into the folder or out of it");
    if (flags & RENAME_EXCHANGE) fail("an exchange of names is not recorded");
    pthread_mutex_lock(&lock);
    uint64_t inode = inode_at(one);
    int result = real(from_at, from, to_at, to, flags);
    int error = errno;
    if (result == 0) entry('r', inode, 0, one, strlen(one), two, strlen(two));
    DONE
}

int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return renamed(from_at, from, to_at, to, 0); }
int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) { return renamed(from_at, from, to_at, to, flags); }

static int linked(int from_at, const char *from, int to_at, const char *to, int flags) {
    char name[PATH_MAX];
    if (!name_of(to_at, to, name)) return REAL(linkat)(from_at, from, to_at, to, flags);
    LOCKED(int, REAL(linkat)(from_at, from, to_at, to, flags))
    if (result == 0) {
        /* A file from elsewhere comes with all that it has, and was durable there. */
        int fd = real_open(name, O_RDONLY | O_CLOEXEC);
        struct stat at;
        if (fd < 0 || fstat(fd, &at) != 0) fail("a link could not be read");
        entry('l', at.st_ino, 0, name, strlen(name), NULL, 0);
        close(fd);
    }
    DONE
}

int link(const char *from, const char *to) { return linked(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int from_at, const char *from, int to_at, const char *to, int flags) { return linked(from_at, from, to_at, to, flags); }

static int removed(int at, const char *path, int flags) {
    char name[PATH_MAX];
    if (!name_of(at, path, name)) return REAL(unlinkat)(at, path, flags);
    LOCKED(int, REAL(unlinkat)(at, path, flags))
    if (result == 0) entry('u', 0, 0, name, strlen(name), NULL, 0);
    DONE
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }

static int made(int at, const char *path, mode_t mode) {
    char name[PATH_MAX];
    if (!name_of(at, path, name)) return REAL(mkdirat)(at, path, mode);
    LOCKED(int, REAL(mkdirat)(at, path, mode))
    if (result == 0) entry('m', inode_at(name), 0, name, strlen(name), NULL, 0);
    DONE
}

int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return made(at, path, mode); }
