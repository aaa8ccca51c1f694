"""The door."""

urlpatterns = []
