/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-expiry-row.h"

#include "lk-format.h"
#include "lk-when.h"

#include <glib/gi18n-lib.h>

/* In the order of the list that the row shows. */
static const int app_lifetimes[] = { 7, 30, 60, 90, 365 };
static const int pulsar_lifetimes[] = { 7, 30, 90, 180, 365 };

G_STATIC_ASSERT (G_N_ELEMENTS (app_lifetimes) == G_N_ELEMENTS (pulsar_lifetimes));

#define ON_DATE G_N_ELEMENTS (app_lifetimes)
#define NEVER (ON_DATE + 1)
#define DAYS_OF_A_YEAR 365

/**
 * LkExpiryRow:
 *
 * Asks how long a token shall last: some days, until a date, or for ever, and writes out what comes of it. The date is
 * typed in a row of its own, or taken from a calendar. Emits `changed`.
 */
struct _LkExpiryRow
{
  AdwComboRow     parent_instance;

  GtkMenuButton  *calendar_button;
  AdwEntryRow    *date_row; /* NULL: none was given */
  GtkCalendar    *calendar;
  gboolean        for_pulsar;
};

G_DEFINE_FINAL_TYPE (LkExpiryRow, lk_expiry_row, ADW_TYPE_COMBO_ROW)

enum
{
  PROP_0,
  PROP_DATE_ROW,
  PROP_FOR_PULSAR,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const int *
get_lifetimes (LkExpiryRow *self)
{
  return self->for_pulsar ? pulsar_lifetimes : app_lifetimes;
}

static gboolean
is_on_date (LkExpiryRow *self)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (self)) == ON_DATE;
}

/* NULL: what is typed is no date that can be meant. */
static GDateTime *
parse_date (LkExpiryRow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->date_row))));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) expiry = NULL;

  if (!g_ascii_isdigit (*text) || strchr (text, '-') == NULL || !lk_when_parse (text, now, &expiry, NULL))
    return NULL;

  return g_steal_pointer (&expiry);
}

static void
set_date (GDate     *date,
          GDateTime *when)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (when);
  int year, month, day;

  g_date_time_get_ymd (local, &year, &month, &day);
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static void
update (LkExpiryRow *self)
{
  g_autoptr (GDateTime) expiry = lk_expiry_row_dup_expiry (self);
  g_autofree char *date = expiry != NULL ? lk_format_date (expiry) : NULL;
  g_autofree char *on_date = NULL;
  gboolean valid = lk_expiry_row_get_valid (self);

  if (date != NULL)
    /* Translators: %s is a day like “4 March 2026” */
    on_date = g_strdup_printf (_("On %s"), date);
  else
    on_date = g_strdup (!valid             ? _("Enter a day to come, such as 2027-01-31")
                        : self->for_pulsar ? _("Never expires")
                                           : _("Never expires unless the organization sets a limit"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), on_date);

  if (self->date_row != NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->date_row), is_on_date (self));
      if (valid)
        gtk_widget_remove_css_class (GTK_WIDGET (self->date_row), "error");
      else
        gtk_widget_add_css_class (GTK_WIDGET (self->date_row), "error");
    }

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
day_selected_cb (LkExpiryRow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self->date_row), text);
  gtk_menu_button_popdown (self->calendar_button);
}

/* Today plus what was chosen before, so that there is something to change. */
static void
suggest_date (LkExpiryRow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, LK_WHEN_DEFAULT_DAYS);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self->date_row), text);
}

static void
selected_cb (LkExpiryRow *self)
{
  if (is_on_date (self) && *gtk_editable_get_text (GTK_EDITABLE (self->date_row)) == '\0')
    suggest_date (self);

  update (self);
}

static void
set_date_row (LkExpiryRow *self,
              AdwEntryRow *row)
{
  GtkWidget *popover = gtk_popover_new ();

  self->date_row = row;
  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  self->calendar_button = GTK_MENU_BUTTON (gtk_menu_button_new ());

  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  gtk_menu_button_set_popover (self->calendar_button, popover);
  gtk_menu_button_set_icon_name (self->calendar_button, "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->calendar_button), _("Choose a Day"));
  gtk_widget_set_valign (GTK_WIDGET (self->calendar_button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->calendar_button), "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Choose a Day"), -1);
  adw_entry_row_add_suffix (row, GTK_WIDGET (self->calendar_button));

  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
lk_expiry_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkExpiryRow *self = LK_EXPIRY_ROW (object);

  switch (prop_id)
    {
    case PROP_DATE_ROW:
      set_date_row (self, g_value_get_object (value));
      break;

    case PROP_FOR_PULSAR:
      self->for_pulsar = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_expiry_row_constructed (GObject *object)
{
  LkExpiryRow *self = LK_EXPIRY_ROW (object);
  const int *lifetimes = get_lifetimes (self);
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  G_OBJECT_CLASS (lk_expiry_row_parent_class)->constructed (object);

  for (guint i = 0; i < ON_DATE; i++)
    {
      /* Translators: %d is for how many days a token shall last */
      g_autofree char *days = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong) lifetimes[i]),
                                               lifetimes[i]);

      gtk_string_list_append (choices, lifetimes[i] == DAYS_OF_A_YEAR ? _("1 year") : days);
    }
  gtk_string_list_append (choices, _("On Date…"));
  gtk_string_list_append (choices, C_ ("expiry", "Never"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (choices));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
  lk_expiry_row_set_lifetime (self, LK_WHEN_DEFAULT_DAYS);
}

static void
lk_expiry_row_class_init (LkExpiryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = lk_expiry_row_constructed;
  G_OBJECT_CLASS (klass)->set_property = lk_expiry_row_set_property;

  /**
   * LkExpiryRow:date-row:
   *
   * The row below this one, in which a date is typed; shown while it is asked for. To be set once.
   */
  properties[PROP_DATE_ROW] = g_param_spec_object ("date-row", NULL, NULL, ADW_TYPE_ENTRY_ROW,
                                                   G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);

  /**
   * LkExpiryRow:for-pulsar:
   *
   * Whether the token is a Pulsar token, which is usually given other times, and no limit by the organization.
   */
  properties[PROP_FOR_PULSAR] = g_param_spec_boolean ("for-pulsar", NULL, NULL, FALSE,
                                                      G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  /**
   * LkExpiryRow::changed:
   * @self: the row
   *
   * Another time was chosen, or typed.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
lk_expiry_row_init (LkExpiryRow *self)
{
}

/**
 * lk_expiry_row_dup_expiry:
 * @self: a row
 *
 * Returns: (transfer full) (nullable): when the token shall end, counted from now; %NULL for never, and while what is
 *   typed is no date
 */
GDateTime *
lk_expiry_row_dup_expiry (LkExpiryRow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  guint selected;

  g_return_val_if_fail (LK_IS_EXPIRY_ROW (self), NULL);

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  if (selected == ON_DATE)
    return self->date_row != NULL ? parse_date (self) : NULL;

  return selected < ON_DATE ? g_date_time_add_days (now, get_lifetimes (self)[selected]) : NULL;
}

/**
 * lk_expiry_row_get_days:
 * @self: a row
 *
 * Tells the time in whole days, which is all that a Pulsar token can be given: for a date, the days from today to it.
 *
 * Returns: for how many days the token shall last; 0 for ever, and while what is typed is no date
 */
guint
lk_expiry_row_get_days (LkExpiryRow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) expiry = NULL;
  GDate today, last;
  guint selected;

  g_return_val_if_fail (LK_IS_EXPIRY_ROW (self), 0);

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  if (selected < ON_DATE)
    return (guint) get_lifetimes (self)[selected];
  if (selected == NEVER || self->date_row == NULL)
    return 0;

  expiry = parse_date (self);
  if (expiry == NULL)
    return 0;

  set_date (&today, now);
  set_date (&last, expiry);

  return (guint) MAX (1, g_date_days_between (&today, &last));
}

/**
 * lk_expiry_row_get_valid:
 * @self: a row
 *
 * Returns: whether what is chosen can be meant
 */
gboolean
lk_expiry_row_get_valid (LkExpiryRow *self)
{
  g_autoptr (GDateTime) expiry = NULL;

  g_return_val_if_fail (LK_IS_EXPIRY_ROW (self), FALSE);

  expiry = lk_expiry_row_dup_expiry (self);

  return expiry != NULL || lk_expiry_row_get_never (self);
}

/**
 * lk_expiry_row_get_never:
 * @self: a row
 *
 * Returns: whether the token shall have no end
 */
gboolean
lk_expiry_row_get_never (LkExpiryRow *self)
{
  g_return_val_if_fail (LK_IS_EXPIRY_ROW (self), FALSE);

  return adw_combo_row_get_selected (ADW_COMBO_ROW (self)) == NEVER;
}

/**
 * lk_expiry_row_set_lifetime:
 * @self: a row
 * @days: how long the token shall last; 0 for never
 *
 * Chooses it, by its date where the list has no such time.
 */
void
lk_expiry_row_set_lifetime (LkExpiryRow *self,
                            int          days)
{
  guint selected = days > 0 ? ON_DATE : NEVER;

  g_return_if_fail (LK_IS_EXPIRY_ROW (self));

  for (guint i = 0; i < ON_DATE; i++)
    if (get_lifetimes (self)[i] == days)
      selected = i;

  if (selected == ON_DATE && self->date_row != NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();
      g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
      g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

      gtk_editable_set_text (GTK_EDITABLE (self->date_row), text);
    }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), selected);
}
