/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* syncfs() */

#include "lk-escrow-file.h"

#include "lk-escrow.h"
#include "lk-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SUFFIX ".escrow"
#define MAGIC "latchkey-escrow1"
#define MAGIC_SIZE 16
#define HEADER_SIZE 5 /* type, and length before sealing */
#define OVERHEAD (HEADER_SIZE + LK_ESCROW_TAG_SIZE)
#define N_RECORDS 4096 /* that have room from the start; a server that drips more of them makes the file grow */
#define FULL_SIZE (MAGIC_SIZE + LK_ANSWER_BUFFER_MAX + N_RECORDS * OVERHEAD)

static gboolean
fail (LkEscrowFile  *self,
      GError       **error)
{
  int code = errno;

  g_set_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_CANNOT_WRITE,
               /* Translators: %1$s is a file, %2$s the reason */
               _("%1$s cannot be written: %2$s"), self->path, g_strerror (code));

  return FALSE;
}

static gboolean
write_all (int           fd,
           const guint8 *bytes,
           gsize         size,
           goffset       at)
{
  while (size > 0)
    {
      gssize n = pwrite (fd, bytes, size, at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          if (n == 0)
            errno = ENOSPC;
          return FALSE;
        }
      bytes += n;
      size -= (gsize) n;
      at += n;
    }

  return TRUE;
}

/* Zeros, written out: room that is only promised may be missing when it is needed. */
static gboolean
fill (LkEscrowFile *self)
{
  g_autofree guint8 *zeros = g_malloc0 (FULL_SIZE);
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *parent = g_path_get_dirname (folder);

  memcpy (zeros, MAGIC, MAGIC_SIZE);

  /* The folder may be new as well, and made by a process that came no further. */
  return write_all (self->fd, zeros, FULL_SIZE, 0) && fsync (self->fd) == 0 && lk_folder_flush (folder)
         && lk_folder_flush (parent);
}

static LkEscrowFile *
file_new (const char *path,
          int         flags)
{
  LkEscrowFile *self = g_new0 (LkEscrowFile, 1);

  self->path = g_strdup (path);
  self->end = MAGIC_SIZE;
  self->fd = g_open (path, flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

  return self;
}

/**
 * lk_escrow_file_get_path:
 * @directory: the folder of the journal
 * @intent: the work
 *
 * Returns: (transfer full): where the escrow of @intent is
 */
char *
lk_escrow_file_get_path (const char *directory,
                         const char *intent)
{
  g_autofree char *name = g_strconcat (intent, SUFFIX, NULL);

  return g_build_filename (directory, "escrow", name, NULL);
}

/**
 * lk_escrow_file_create:
 * @path: a file that is not there; its folder is made
 * @error: return location for a #LkEscrowError
 *
 * Makes the file, for its owner alone, takes it, and fills it to the largest size that an answer needs.
 *
 * Returns: (transfer full): the file, or %NULL with @error set and nothing left behind
 */
LkEscrowFile *
lk_escrow_file_create (const char  *path,
                       GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (LkEscrowFile) self = NULL;

  if (!lk_folder_make (folder))
    {
      LkEscrowFile named = { -1, folder, 0, 0 };

      fail (&named, error);
      return NULL;
    }

  self = file_new (path, O_CREAT | O_EXCL);
  if (self->fd < 0)
    {
      fail (self, error);
      return NULL;
    }
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0 || !fill (self))
    {
      fail (self, error);
      g_unlink (path);
      return NULL;
    }

  return g_steal_pointer (&self);
}

static void
fail_to_read (const char  *path,
              GError     **error)
{
  int code = errno;

  if (code == ENOENT)
    g_set_error_literal (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_NOT_FOUND, _("Nothing of the answer was kept"));
  else
    g_set_error (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_CANNOT_READ,
                 /* Translators: %1$s is a file, %2$s the reason */
                 _("%1$s cannot be read: %2$s"), path, g_strerror (code));
}

/**
 * lk_escrow_file_open:
 * @path: a file
 * @error: return location for %LK_ESCROW_ERROR_NOT_FOUND, %LK_ESCROW_ERROR_IN_USE or %LK_ESCROW_ERROR_CANNOT_READ
 *
 * Opens and takes the file of a process that has ended.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
LkEscrowFile *
lk_escrow_file_open (const char  *path,
                     GError     **error)
{
  g_autoptr (LkEscrowFile) self = file_new (path, 0);
  GStatBuf here, there;

  if (self->fd < 0)
    {
      fail_to_read (path, error);
      return NULL;
    }
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error_literal (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_IN_USE, _("Another Latchkey is at work on it"));
      else
        fail_to_read (path, error);
      return NULL;
    }

  /* Its owner may have finished and removed it between the opening and the lock. */
  if (fstat (self->fd, &here) != 0 || g_stat (path, &there) != 0)
    {
      fail_to_read (path, error);
      return NULL;
    }
  if (here.st_ino != there.st_ino || here.st_dev != there.st_dev)
    {
      errno = ENOENT;
      fail_to_read (path, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * lk_escrow_file_close:
 * @self: (transfer full): a file
 *
 * Gives the file up; it stays where it is.
 */
void
lk_escrow_file_close (LkEscrowFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

static void
set_header (guint8 header[HEADER_SIZE],
            guint8 type,
            gsize  size)
{
  guint32 big_endian = GUINT32_TO_BE ((guint32) size);

  header[0] = type;
  memcpy (header + 1, &big_endian, sizeof big_endian);
}

static gsize
get_size (const guint8 header[HEADER_SIZE])
{
  guint32 big_endian;

  memcpy (&big_endian, header + 1, sizeof big_endian);

  return GUINT32_FROM_BE (big_endian);
}

/**
 * lk_escrow_file_append:
 * @self: a file
 * @cipher: the cipher of its work
 * @type: %LK_ESCROW_RECORD_STATUS or %LK_ESCROW_RECORD_DATA
 * @plain: what is to be kept
 * @size: bytes in @plain
 * @error: return location for %LK_ESCROW_ERROR_CANNOT_WRITE
 *
 * Seals and writes one more record. It is durable after lk_escrow_file_flush().
 *
 * Returns: whether it is written
 */
gboolean
lk_escrow_file_append (LkEscrowFile    *self,
                       LkEscrowCipher  *cipher,
                       guint8           type,
                       const guint8    *plain,
                       gsize            size,
                       GError         **error)
{
  g_autofree guint8 *record = g_malloc (OVERHEAD + size);

  set_header (record, type, size);
  if (!lk_escrow_cipher_seal (cipher, self->n_records, record, HEADER_SIZE, plain, size, record + HEADER_SIZE))
    {
      errno = EIO;
      return fail (self, error);
    }
  /* A number is used once, also where writing fails half-way. */
  self->n_records++;
  if (!write_all (self->fd, record, OVERHEAD + size, self->end))
    return fail (self, error);
  self->end += (goffset) (OVERHEAD + size);

  return TRUE;
}

/**
 * lk_escrow_file_flush:
 * @self: a file
 * @error: return location for %LK_ESCROW_ERROR_CANNOT_WRITE
 *
 * Returns: whether all records are on the disk
 */
gboolean
lk_escrow_file_flush (LkEscrowFile  *self,
                      GError       **error)
{
  return fdatasync (self->fd) == 0 || fail (self, error);
}

/* One record into @buffer. FALSE: there is no further one, or it was torn by what ended its process. */
static gboolean
replay_record (LkEscrowFile   *self,
               LkEscrowCipher *cipher,
               LkAnswerBuffer *buffer,
               const guint8   *bytes,
               gsize           left)
{
  gsize size = left > OVERHEAD ? get_size (bytes) : 0;
  guint8 status[2];
  guint8 *space;
  gsize capacity;

  if (size == 0 || size > left - OVERHEAD)
    return FALSE;

  if (bytes[0] == LK_ESCROW_RECORD_STATUS && size == sizeof status)
    {
      if (!lk_escrow_cipher_open (cipher, self->n_records, bytes, HEADER_SIZE, bytes + HEADER_SIZE,
                                  size + LK_ESCROW_TAG_SIZE, status))
        return FALSE;
      lk_answer_sink_begin (LK_ANSWER_SINK (buffer), (guint) (status[0] << 8 | status[1]));
    }
  else
    {
      space = lk_answer_sink_get_space (LK_ANSWER_SINK (buffer), &capacity);
      if (bytes[0] != LK_ESCROW_RECORD_DATA || space == NULL || capacity < size
          || !lk_escrow_cipher_open (cipher, self->n_records, bytes, HEADER_SIZE, bytes + HEADER_SIZE,
                                     size + LK_ESCROW_TAG_SIZE, space))
        return FALSE;
      lk_answer_buffer_add (buffer, size);
    }

  self->n_records++;
  self->end += (goffset) (OVERHEAD + size);

  return TRUE;
}

/**
 * lk_escrow_file_replay:
 * @self: a file that was just opened
 * @cipher: the cipher of its work
 * @buffer: gets what was kept
 * @error: return location for %LK_ESCROW_ERROR_CANNOT_READ
 *
 * Plays back what was kept, up to the first record that was not written whole.
 *
 * Returns: whether the file could be read
 */
gboolean
lk_escrow_file_replay (LkEscrowFile    *self,
                       LkEscrowCipher  *cipher,
                       LkAnswerBuffer  *buffer,
                       GError         **error)
{
  g_autoptr (GError) own_error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  /* Through its name, not the descriptor: there is one owner, and what is read is sealed. */
  if (!g_file_get_contents (self->path, &contents, &length, &own_error))
    {
      g_set_error_literal (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_CANNOT_READ, own_error->message);
      return FALSE;
    }
  if (length < MAGIC_SIZE || memcmp (contents, MAGIC, MAGIC_SIZE) != 0)
    return TRUE;

  while (replay_record (self, cipher, buffer, (const guint8 *) contents + self->end, length - (gsize) self->end))
    continue;

  return TRUE;
}

/**
 * lk_escrow_file_settle:
 * @self: a file
 * @error: return location for %LK_ESCROW_ERROR_CANNOT_WRITE
 *
 * Waits until all of the file system that it is on is written, which where people keep their keyring at home is the
 * keyring too: the keyring daemon renames its file and never writes the folder (measured with gnome-keyring 42.1).
 *
 * Returns: whether it is
 */
gboolean
lk_escrow_file_settle (LkEscrowFile  *self,
                       GError       **error)
{
  return syncfs (self->fd) == 0 || fail (self, error);
}

/**
 * lk_escrow_file_remove:
 * @self: a file
 * @error: return location for %LK_ESCROW_ERROR_CANNOT_WRITE
 *
 * Removes the file, durably.
 *
 * Returns: whether it is gone
 */
gboolean
lk_escrow_file_remove (LkEscrowFile  *self,
                       GError       **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (g_unlink (self->path) != 0 && errno != ENOENT)
    return fail (self, error);

  return lk_folder_flush (folder) || fail (self, error);
}
