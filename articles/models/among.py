"""`pk__among`: like `pk__in`, with the rows of the inner query found first and looked up one by one."""

from django.db import models
from django.db.models.lookups import In


@models.BigAutoField.register_lookup
class Among(In):
    """For few rows of many. PostgreSQL takes `IN` as a join, and then rather reads a wide table from end to end."""

    lookup_name = "among"

    def get_rhs_op(self, connection, rhs):
        if connection.vendor == "postgresql" and not self.rhs_is_direct_value():
            return f"= ANY(ARRAY{rhs})"
        return super().get_rhs_op(connection, rhs)
