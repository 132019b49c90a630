/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* for O_PATH and O_TMPFILE */
#include "lk-file-writer.h"

#include "lk-folder.h"
#include "lk-secret-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE 0600
#define MAX_TRIES 16 /* of a temporary name */
#define READ_SIZE 65536 /* bytes */

/* A file that is written. Its folder is held open, so that every step is about the same folder, whatever is renamed. */
typedef struct
{
  int         folder;
  char       *name;
  char       *shown;     /* the name as a sentence can have it */
  char        temporary[32];
  gboolean    made;      /* whether the temporary file is there */
  gboolean    exists;    /* whether there was a file of that name */
  struct stat before;    /* if there was */
} Job;

static void
job_clear (Job *self)
{
  if (self->made)
    unlinkat (self->folder, self->temporary, 0);
  if (self->folder >= 0)
    close (self->folder);
  g_free (self->name);
  g_free (self->shown);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* Says what the system said, in words; @saved_errno is what it was right after the call. */
static gboolean
fail (const Job  *self,
      int         saved_errno,
      GError    **error)
{
  switch (saved_errno)
    {
    case ENOSPC:
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NO_ROOM,
                   /* Translators: %s is a file name */
                   _("There is no room left on the disk for “%s”"), self->shown);
      break;

    case EDQUOT:
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NO_ROOM,
                   /* Translators: %s is a file name */
                   _("You may not store more on this disk, so there is no room for “%s”"), self->shown);
      break;

    case EFBIG:
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NO_ROOM,
                   /* Translators: %s is a file name */
                   _("“%s” would be larger than files may be here"), self->shown);
      break;

    case EROFS:
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_ALLOWED,
                   /* Translators: %s is a file name */
                   _("“%s” is on a disk that can only be read: choose another folder"), self->shown);
      break;

    case EACCES:
    case EPERM:
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_ALLOWED,
                   /* Translators: %s is a file name */
                   _("You may not save “%s” in this folder: choose another one"), self->shown);
      break;

    case ENOENT:
    case ENOTDIR:
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_DISK,
                   /* Translators: %s is a file name */
                   _("The folder for “%s” does not exist"), self->shown);
      break;

    case ENAMETOOLONG:
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_DISK, _("The file’s name is too long"));
      break;

    default:
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_DISK,
                   /* Translators: %1$s is a file name, %2$s what the system says of it */
                   _("“%1$s” could not be saved: %2$s"), self->shown, g_strerror (saved_errno));
      break;
    }

  return FALSE;
}

/* A file's name may be any bytes; in a sentence it is one line of text. */
static char *
show_name (const char *name)
{
  g_autofree char *valid = g_filename_display_name (name);
  g_autoptr (GString) shown = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (shown, c == ' ' || (g_unichar_isgraph (c) && !g_unichar_isspace (c)) ? c : 0xfffd);
    }

  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static gboolean
open_folder (Job         *self,
             const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  self->name = g_path_get_basename (path);
  self->shown = show_name (self->name);
  if (g_str_has_suffix (path, "/") || g_str_equal (self->name, ".") || g_str_equal (self->name, ".."))
    return fail (self, EISDIR, error);

  self->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* A folder that one may write into but not list: it cannot be synchronised either, but that is all. */
  if (self->folder < 0 && errno == EACCES)
    self->folder = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

  return self->folder >= 0 || fail (self, errno, error);
}

/* Nothing but an ordinary file is replaced. A link is not followed, and not replaced either, since its user will not
 * expect that; other names of the same file keep what it was. */
static gboolean
check_target (Job     *self,
              GError **error)
{
  self->exists = fstatat (self->folder, self->name, &self->before, AT_SYMLINK_NOFOLLOW) == 0;
  if (!self->exists)
    return errno == ENOENT || fail (self, errno, error);
  if (S_ISREG (self->before.st_mode))
    return TRUE;

  g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_REGULAR,
               S_ISLNK (self->before.st_mode)
                 /* Translators: %s is a file name */
                 ? _("“%s” is a link to another file, which is left alone: choose another name")
               : S_ISDIR (self->before.st_mode)
                 /* Translators: %s is a file name */
                 ? _("“%s” is a folder: choose another name")
                 /* Translators: %s is a file name */
                 : _("“%s” is not an ordinary file: choose another name"),
               self->shown);

  return FALSE;
}

static gboolean
is_same_file (const struct stat *first,
              const struct stat *second)
{
  return first->st_dev == second->st_dev && first->st_ino == second->st_ino && first->st_size == second->st_size
         && first->st_mtim.tv_sec == second->st_mtim.tv_sec && first->st_mtim.tv_nsec == second->st_mtim.tv_nsec;
}

static gboolean
fail_changed (const Job  *self,
              GError    **error)
{
  g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_CHANGED,
               /* Translators: %s is a file name */
               _("Another program changed “%s” meanwhile: try again"), self->shown);

  return FALSE;
}

static GBytes *
read_all (Job     *self,
          int      fd,
          GError **error)
{
  g_autoptr (LkSecretText) text = lk_secret_text_new ();
  gssize n;

  do
    {
      n = read (fd, lk_secret_text_reserve (text, READ_SIZE), READ_SIZE);
      if (n < 0 && errno != EINTR)
        {
          fail (self, errno, error);
          return NULL;
        }
      if (n > 0)
        lk_secret_text_add (text, (gsize) n);
      if (lk_secret_text_get_length (text) > LK_FILE_WRITER_MAX_BEFORE)
        {
          g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                       /* Translators: %s is a file name */
                       _("“%s” is too large for something to be added to it"), self->shown);
          return NULL;
        }
    }
  while (n != 0);

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}

/* Reads the file that is there. It is looked at again once it is open, since it may be another one by then. */
static GBytes *
read_before (Job     *self,
             GError **error)
{
  int fd = openat (self->folder, self->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  GBytes *content = NULL;
  struct stat now;

  if (fd < 0)
    {
      fail (self, errno, error);
      return NULL;
    }
  if (fstat (fd, &now) != 0 || !S_ISREG (now.st_mode) || !is_same_file (&now, &self->before))
    fail_changed (self, error);
  else
    content = read_all (self, fd, error);
  close (fd);

  return content;
}

/* Thinks of a name that nobody knows before. */
static void
think_of_name (Job *self)
{
  snprintf (self->temporary, sizeof self->temporary, ".latchkey-%08x%08x", g_random_int (), g_random_int ());
}

/* Makes the temporary file: new, and private from the first instant. */
static int
make_named (Job *self)
{
  int fd = -1;

  for (guint i = 0; fd < 0 && i < MAX_TRIES; i++)
    {
      think_of_name (self);
      fd = openat (self->folder, self->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);
      if (fd < 0 && errno != EEXIST)
        break;
    }
  self->made = fd >= 0;

  return fd;
}

/* The same without a name, where the file system can do that: if this process is killed nothing is left of it. */
static int
make_unnamed (Job *self)
{
  return openat (self->folder, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, MODE);
}

static gboolean
give_name (Job *self,
           int  fd)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  for (guint i = 0; !self->made && i < MAX_TRIES; i++)
    {
      think_of_name (self);
      self->made = linkat (AT_FDCWD, path, self->folder, self->temporary, AT_SYMLINK_FOLLOW) == 0;
      if (!self->made && errno != EEXIST)
        break;
    }

  return self->made;
}

/* Whatever the folder's own rules say, only its user can read the file; where that cannot be, nothing is written. */
static gboolean
make_private (Job     *self,
              int      fd,
              GError **error)
{
  struct stat now;

  if (fchmod (fd, MODE) == 0 && fstat (fd, &now) == 0 && (now.st_mode & ALLPERMS) == MODE && now.st_nlink <= 1)
    return TRUE;

  g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_ALLOWED,
               /* Translators: %s is a file name */
               _("This folder cannot keep “%s” from other users: choose another one"), self->shown);

  return FALSE;
}

static gboolean
write_all (int     fd,
           GBytes *content)
{
  gsize length;
  const char *at = g_bytes_get_data (content, &length);

  while (length > 0)
    {
      gssize n = write (fd, at, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      at += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
write_temporary (Job       *self,
                 GBytes    *content,
                 gboolean   named,
                 GError   **error)
{
  int fd = named ? -1 : make_unnamed (self);
  int saved_errno = 0;

  if (fd < 0)
    {
      named = TRUE;
      fd = make_named (self);
    }
  if (fd < 0)
    return fail (self, errno, error);
  if (!make_private (self, fd, error))
    {
      close (fd);
      return FALSE;
    }

  if (!write_all (fd, content) || fsync (fd) != 0)
    saved_errno = errno;
  if (saved_errno == 0 && !named && !give_name (self, fd))
    {
      close (fd);
      return write_temporary (self, content, TRUE, error);
    }
  /* What did not fit may only be told here. After EINTR the file is closed all the same. */
  if (close (fd) != 0 && errno != EINTR && saved_errno == 0)
    saved_errno = errno;

  return saved_errno == 0 || fail (self, saved_errno, error);
}

static gboolean
check_unchanged (Job     *self,
                 GError **error)
{
  struct stat now;
  gboolean exists = fstatat (self->folder, self->name, &now, AT_SYMLINK_NOFOLLOW) == 0;

  if (exists == self->exists && (!exists || is_same_file (&now, &self->before)))
    return TRUE;

  return fail_changed (self, error);
}

static gboolean
sync_folder (Job     *self,
             GError **error)
{
  if (fsync (self->folder) == 0 || lk_folder_is_never_flushed (errno))
    return TRUE;

  return fail (self, errno, error);
}

static gboolean
run (const char        *path,
     GBytes            *content,
     LkFileWriterEdit   edit,
     gpointer           user_data,
     GError           **error)
{
  g_auto (Job) self = { .folder = -1 };
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  if (!open_folder (&self, path, error) || !check_target (&self, error))
    return FALSE;
  if (edit != NULL && self.exists)
    {
      before = read_before (&self, error);
      if (before == NULL)
        return FALSE;
    }
  after = edit != NULL ? edit (before, user_data, error) : g_bytes_ref (content);
  if (after == NULL || !write_temporary (&self, after, FALSE, error))
    return FALSE;
  if (edit != NULL && !check_unchanged (&self, error))
    return FALSE;
  if (renameat (self.folder, self.temporary, self.folder, self.name) != 0)
    return fail (&self, errno, error);
  self.made = FALSE;

  return sync_folder (&self, error);
}

/**
 * lk_file_writer_write:
 * @path: the path of a file
 * @content: what it shall hold
 * @error: return location for a #LkExchangeError
 *
 * Puts a file in the place of @path, which its user alone can read from the first instant. At any time there is either what
 * was there, or all of the new content. It waits for the disk; use lk_file_writer_replace_async() from a window. Only an
 * error that comes after all, when the folder is written to the disk, leaves the new file there.
 *
 * Returns: whether it is there, and on the disk
 */
gboolean
lk_file_writer_write (const char  *path,
                      GBytes      *content,
                      GError     **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (content != NULL, FALSE);

  return run (path, content, NULL, NULL, error);
}

/**
 * lk_file_writer_edit:
 * @path: the path of a file
 * @edit: what makes its new content
 * @user_data: for @edit
 * @error: return location for a #LkExchangeError
 *
 * Like lk_file_writer_write(), for a file that may hold other things already. If another program changes it in the
 * meantime, that stays, and this fails.
 *
 * Returns: whether it is there, and on the disk
 */
gboolean
lk_file_writer_edit (const char        *path,
                     LkFileWriterEdit   edit,
                     gpointer           user_data,
                     GError           **error)
{
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (edit != NULL, FALSE);

  return run (path, NULL, edit, user_data, error);
}

typedef struct
{
  GBytes           *content; /* NULL: @edit makes it */
  LkFileWriterEdit  edit;
  gpointer          edit_data;
  GDestroyNotify    edit_data_free;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_clear_pointer (&self->content, g_bytes_unref);
  if (self->edit_data_free != NULL)
    self->edit_data_free (self->edit_data);
  g_free (self);
}

static void
thread_cb (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Request *request = task_data;
  g_autofree char *path = g_file_get_path (G_FILE (source));
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (path == NULL)
    g_task_return_new_error (task, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_ALLOWED, "%s",
                             _("A token is only saved on this computer: choose another folder"));
  else if (run (path, request->content, request->edit, request->edit_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start (GFile               *file,
       Request             *request,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, thread_cb);
}

/**
 * lk_file_writer_replace_async:
 * @file: a file
 * @content: what it shall hold
 * @cancellable: (nullable): a cancellable; it has no effect on what has begun
 * @callback: what is called with the result
 * @user_data: for @callback
 *
 * Does lk_file_writer_write() in a thread.
 */
void
lk_file_writer_replace_async (GFile               *file,
                              GBytes              *content,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Request *request;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (content != NULL);

  request = g_new0 (Request, 1);
  request->content = g_bytes_ref (content);
  start (file, request, cancellable, callback, user_data);
}

/**
 * lk_file_writer_edit_async:
 * @file: a file
 * @edit: what makes its new content, called in the thread
 * @edit_data: for @edit
 * @edit_data_free: (nullable): what frees it, called in any thread
 * @cancellable: (nullable): a cancellable; it has no effect on what has begun
 * @callback: what is called with the result
 * @user_data: for @callback
 *
 * Does lk_file_writer_edit() in a thread.
 */
void
lk_file_writer_edit_async (GFile               *file,
                           LkFileWriterEdit     edit,
                           gpointer             edit_data,
                           GDestroyNotify       edit_data_free,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Request *request;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (edit != NULL);

  request = g_new0 (Request, 1);
  request->edit = edit;
  request->edit_data = edit_data;
  request->edit_data_free = edit_data_free;
  start (file, request, cancellable, callback, user_data);
}

/**
 * lk_file_writer_finish:
 * @file: the file
 * @result: what the callback was given
 * @error: return location for a #LkExchangeError or %G_IO_ERROR_CANCELLED
 *
 * Takes the result of lk_file_writer_replace_async() or lk_file_writer_edit_async().
 *
 * Returns: whether the file is there, and on the disk
 */
gboolean
lk_file_writer_finish (GFile         *file,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, start), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
