"""The product's own addresses, and one bare view beside them to measure against."""

from django.http import HttpResponse
from django.urls import path

from newsroom.urls import *  # noqa: F403  all of them
from newsroom.urls import urlpatterns as ours

urlpatterns = [path("bare", lambda request: HttpResponse("bare")), *ours]
