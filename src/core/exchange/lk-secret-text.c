/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-secret-text.h"

#include <string.h>
#include <sys/mman.h>

#define FIRST_SIZE 4096 /* bytes */

/**
 * LkSecretText:
 *
 * A text that grows and has secrets in it: in memory of its own, locked where the limit allows, left out of core dumps,
 * overwritten before it is given back.
 */
struct _LkSecretText
{
  char  *memory; /* NULL while nothing is in it */
  gsize  size;
  gsize  length;
};

static char *
allocate (gsize size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    g_error ("There is no memory for %" G_GSIZE_FORMAT " bytes", size);
  /* Both are best effort: without the right to lock, a text is still better written than refused. */
  if (mlock (memory, size) != 0 || madvise (memory, size, MADV_DONTDUMP) != 0)
    g_debug ("The memory for a text could not be locked or left out of core dumps");

  return memory;
}

static void
release (LkSecretText *self)
{
  if (self->memory == NULL)
    return;

  explicit_bzero (self->memory, self->size);
  munmap (self->memory, self->size);
  self->memory = NULL;
}

/**
 * lk_secret_text_new:
 *
 * Makes an empty text.
 *
 * Returns: (transfer full): the text
 */
LkSecretText *
lk_secret_text_new (void)
{
  return g_new0 (LkSecretText, 1);
}

/**
 * lk_secret_text_free:
 * @self: (transfer full): a text
 *
 * Overwrites and frees it.
 */
void
lk_secret_text_free (LkSecretText *self)
{
  release (self);
  g_free (self);
}

/**
 * lk_secret_text_reserve:
 * @self: a text
 * @length: how many bytes are wanted
 *
 * Makes room, for what is then counted in by lk_secret_text_add().
 *
 * Returns: (transfer none): the place behind the text, valid until the next call
 */
char *
lk_secret_text_reserve (LkSecretText *self,
                        gsize         length)
{
  gsize size = MAX (self->size, FIRST_SIZE);

  while (size - self->length < length)
    size *= 2;
  if (self->memory == NULL || size > self->size)
    {
      char *memory = allocate (size);

      if (self->memory != NULL)
        memcpy (memory, self->memory, self->length);
      release (self);
      self->memory = memory;
      self->size = size;
    }

  return self->memory + self->length;
}

/**
 * lk_secret_text_add:
 * @self: a text
 * @length: how many bytes were written at the place of lk_secret_text_reserve()
 *
 * Counts them in.
 */
void
lk_secret_text_add (LkSecretText *self,
                    gsize         length)
{
  g_return_if_fail (length <= self->size - self->length);

  self->length += length;
}

/**
 * lk_secret_text_append_length:
 * @self: a text
 * @bytes: what is added
 * @length: how much of it
 *
 * Adds to the text.
 */
void
lk_secret_text_append_length (LkSecretText *self,
                              const char   *bytes,
                              gsize         length)
{
  if (length == 0)
    return;

  memcpy (lk_secret_text_reserve (self, length), bytes, length);
  self->length += length;
}

/**
 * lk_secret_text_append:
 * @self: a text
 * @text: what is added
 *
 * Adds to the text.
 */
void
lk_secret_text_append (LkSecretText *self,
                       const char   *text)
{
  lk_secret_text_append_length (self, text, strlen (text));
}

/**
 * lk_secret_text_append_value:
 * @self: a text
 * @value: a secret
 *
 * Adds a secret as it is.
 */
void
lk_secret_text_append_value (LkSecretText *self,
                             SecretValue  *value)
{
  gsize length;
  const char *bytes = secret_value_get (value, &length);

  lk_secret_text_append_length (self, bytes, length);
}

/**
 * lk_secret_text_get_length:
 * @self: a text
 *
 * Returns: its length in bytes
 */
gsize
lk_secret_text_get_length (LkSecretText *self)
{
  return self->length;
}

static void
free_cb (gpointer data)
{
  lk_secret_text_free (data);
}

/**
 * lk_secret_text_free_to_bytes:
 * @self: (transfer full): a text
 *
 * Turns it into bytes, which stay where they are and are overwritten with the last reference. The bytes after them are
 * zero.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
lk_secret_text_free_to_bytes (LkSecretText *self)
{
  /* So that there is a zero behind it. */
  lk_secret_text_reserve (self, 1);

  return g_bytes_new_with_free_func (self->memory, self->length, free_cb, self);
}
