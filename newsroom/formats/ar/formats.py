"""Day before month, and a day of 24 hours, as the rest of the desk writes them."""

DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "Y/m/d H:i"
