/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-fault-report.h"

#include "lk-test.h"

#include <string.h>

typedef struct
{
  char  *name;
  guint  n_asked;
  guint  n_run;
  guint  n_held;
  guint  n_not_fired;
  LkTestTurn longest; /* of the main loop */
  guint  n_endings[LK_FAULT_N_ENDINGS];
} Family;

struct _LkFaultReport
{
  GPtrArray *families;
  gboolean   sample;
  guint      part;
  guint      n_parts;
  guint      every; /* so-manyth point of the family is run */
};

static const char *const ending_names[LK_FAULT_N_ENDINGS] = {
  "not created", "safe", "lost and known", "unknown and shown", "unchanged", "gone", "unfinished",
};

static void
free_family (gpointer data)
{
  Family *family = data;

  g_free (family->name);
  g_free (family);
}

LkFaultReport *
lk_fault_report_new (gboolean sample,
                     guint    part,
                     guint    n_parts)
{
  LkFaultReport *self = g_new0 (LkFaultReport, 1);

  self->families = g_ptr_array_new_with_free_func (free_family);
  self->sample = sample;
  self->part = part;
  self->n_parts = n_parts;

  return self;
}

static Family *
get_family (LkFaultReport *self)
{
  g_assert_cmpuint (self->families->len, >, 0);

  return g_ptr_array_index (self->families, self->families->len - 1);
}

void
lk_fault_report_begin (LkFaultReport *self,
                       const char    *name,
                       guint          n_points,
                       guint          n_sample)
{
  Family *family = g_new0 (Family, 1);

  family->name = g_strdup (name);
  g_ptr_array_add (self->families, family);
  self->every = self->sample ? MAX (1, n_points / MAX (1, n_sample)) : 1;
}

gboolean
lk_fault_report_next (LkFaultReport *self)
{
  guint n = get_family (self)->n_asked++;

  return n % self->every == 0 && n / self->every % self->n_parts == self->part - 1;
}

void
lk_fault_report_add (LkFaultReport *self,
                     const char    *point,
                     gboolean       fired,
                     LkFaultEnding  ending,
                     const char    *broken)
{
  Family *family = get_family (self);
  LkTestTurn longest = lk_test_take_longest_turn ();

  family->longest.took_us = MAX (family->longest.took_us, longest.took_us);
  family->longest.waited_us = MAX (family->longest.waited_us, longest.waited_us);
  family->n_run++;
  if (broken == NULL && longest.took_us >= longest.limit_us)
    broken = "the main loop did not answer for too long";
  if (broken == NULL && fired)
    {
      family->n_held++;
      family->n_endings[ending]++;
      g_print ("%s: %s: %s\n", family->name, point, ending_names[ending]);
      return;
    }

  family->n_not_fired += !fired;
  g_print ("%s: %s: %s %s\n", family->name, point, broken != NULL ? "BROKEN:" : "NOT FIRED", broken != NULL ? broken : "");
}

static void
print_family (Family *family)
{
  g_autoptr (GString) endings = g_string_new (NULL);

  for (guint i = 0; i < LK_FAULT_N_ENDINGS; i++)
    if (family->n_endings[i] > 0)
      g_string_append_printf (endings, "%s%u %s", endings->len > 0 ? ", " : "", family->n_endings[i], ending_names[i]);
  g_print ("%-20s %7u of %7u hold  (%s)\n", family->name, family->n_held, family->n_run, endings->str);
  if (family->n_not_fired > 0)
    g_print ("%-20s %7u did not come to their fault\n", "", family->n_not_fired);
  g_print ("%-20s %7.1f ms, the longest turn of the main loop; %.1f ms, the longest that one waited\n", "",
           (double) family->longest.took_us / 1000, (double) family->longest.waited_us / 1000);
}

gboolean
lk_fault_report_free (LkFaultReport *self)
{
  guint n_run = 0;
  guint n_held = 0;

  g_print ("\n");
  for (guint i = 0; i < self->families->len; i++)
    {
      Family *family = g_ptr_array_index (self->families, i);

      print_family (family);
      n_run += family->n_run;
      n_held += family->n_held;
    }
  g_print ("%-20s %7u of %7u hold\n", "all", n_held, n_run);
  g_ptr_array_unref (self->families);
  g_free (self);

  return n_run > 0 && n_held == n_run;
}
