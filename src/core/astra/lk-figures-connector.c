/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-figures-private.h"

#include "lk-json.h"

#include <glib/gi18n-lib.h>

/* Of a connector of either direction: the service has other keys for each. */
typedef struct
{
  LkFigureField numbers[2];
  const char   *n_failures;
  const char   *failures;
  const char   *n_label;
  const char   *label;
} Direction;

static const Direction directions[] = {
  { { { "numReceivedFromSource", N_ ("Received from the source"), LK_UNIT_MESSAGES },
      { "numWritten", N_ ("Written to Pulsar"), LK_UNIT_MESSAGES } },
    "numSourceExceptions", "latestSourceExceptions", N_ ("Failures of the source"), N_ ("Latest failure of the source") },
  { { { "numReadFromPulsar", N_ ("Read from Pulsar"), LK_UNIT_MESSAGES },
      { "numWrittenToSink", N_ ("Written to the sink"), LK_UNIT_MESSAGES } },
    "numSinkExceptions", "latestSinkExceptions", N_ ("Failures of the sink"), N_ ("Latest failure of the sink") },
};

/* How many failures there were, and what the service keeps of each. */
static void
add_failures (LkFigures  *self,
              JsonObject *status,
              const char *n_key,
              const char *key,
              const char *n_label,
              const char *label)
{
  const LkFigureField field = { n_key, n_label, LK_UNIT_NUMBER, TRUE };
  JsonArray *failures = lk_json_get_array (status, key);

  lk_figures_add_fields (self, status, &field, 1);
  for (guint i = 0; failures != NULL && i < json_array_get_length (failures); i++)
    {
      JsonObject *failure = lk_json_array_get_object (failures, i);
      const char *text = failure != NULL ? lk_json_get_string (failure, "exceptionString") : NULL;
      g_autofree char *shown = text != NULL ? lk_figures_show (text) : NULL;
      g_autofree char *moment = failure != NULL ? lk_figures_write_moment (failure, "timestampMs") : NULL;
      g_autofree char *whole = NULL;

      if (shown == NULL || *shown == '\0')
        continue;
      if (moment != NULL)
        /* Translators: %1$s is what failed, in words of somebody else, %2$s when that was */
        whole = g_strdup_printf (_("%1$s (%2$s)"), shown, moment);
      lk_figures_add (self, g_dgettext (GETTEXT_PACKAGE, label), whole != NULL ? whole : shown, TRUE);
    }
}

static gboolean
get_running (JsonObject *status,
             gboolean   *running)
{
  JsonNode *node = lk_json_get_member (status, "running");
  const char *text = lk_json_get_string (status, "running");

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    *running = json_node_get_boolean (node);
  else if (text != NULL && (g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "false") == 0))
    *running = g_ascii_strcasecmp (text, "true") == 0;
  else
    return FALSE;

  return TRUE;
}

static void
add_instance (LkFigures  *self,
              JsonObject *instance,
              guint       number,
              gboolean    sink)
{
  static const LkFigureField restarts[] = { { "numRestarts", N_ ("Restarts"), LK_UNIT_NUMBER, TRUE } };
  const Direction *direction = &directions[sink];
  JsonObject *status = lk_json_get_object (instance, "status");
  double id = number;
  gboolean running;

  if (status == NULL)
    return;

  lk_figures_get_number (instance, "instanceId", &id);
  /* Translators: %.0f is the number of one of the instances of a connector */
  lk_figures_set_group (self, g_strdup_printf (_("Instance %.0f"), id));
  if (get_running (status, &running))
    lk_figures_add (self, _("State"), running ? _("Running") : _("Not running"), !running);
  lk_figures_add_text (self, status, "error", _("Error"), TRUE);
  lk_figures_add_fields (self, status, restarts, G_N_ELEMENTS (restarts));
  lk_figures_add_fields (self, status, direction->numbers, G_N_ELEMENTS (direction->numbers));
  add_failures (self, status, direction->n_failures, direction->failures, direction->n_label, direction->label);
  add_failures (self, status, "numSystemExceptions", "latestSystemExceptions", N_ ("Failures of the system"),
                N_ ("Latest failure of the system"));
  lk_figures_add_moment (self, status, "lastReceivedTime", _("Last message"));
  lk_figures_add_text (self, status, "workerId", _("Worker"), FALSE);
}

/*< private >
 * lk_figures_add_connector:
 * @self: figures
 * @object: the status of a connector
 * @sink: whether it is a sink, else a source
 *
 * Adds how many instances run, then each of them.
 */
void
lk_figures_add_connector (LkFigures  *self,
                          JsonObject *object,
                          gboolean    sink)
{
  JsonArray *instances = lk_json_get_array (object, "instances");
  g_autofree char *running = NULL;
  double n_running, n;

  if (lk_figures_get_number (object, "numInstances", &n) && lk_figures_get_number (object, "numRunning", &n_running))
    {
      g_autofree char *first = lk_figures_write_number (n_running, LK_UNIT_NUMBER);
      g_autofree char *second = lk_figures_write_number (n, LK_UNIT_NUMBER);

      /* Translators: %1$s of %2$s instances of a connector run */
      running = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s of %2$s instance", "%1$s of %2$s instances", (gulong) n),
                                 first, second);
      lk_figures_add (self, _("Running"), running, n_running < n);
    }

  for (guint i = 0; instances != NULL && i < json_array_get_length (instances); i++)
    {
      JsonObject *instance = lk_json_array_get_object (instances, i);

      if (instance != NULL)
        add_instance (self, instance, i, sink);
    }
}
