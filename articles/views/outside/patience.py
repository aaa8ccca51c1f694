"""How often something may be asked for. The counts are in the cache that all workers share, and know no visitor."""

from django.core.cache import cache


def too_often(what: str, most: int, seconds: int) -> bool:
    """Counts this time; True when `what` happened more than `most` times within about `seconds`."""
    key = f"patience-{what}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended between the two lines
        return False
