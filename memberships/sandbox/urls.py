"""The sandbox's own addresses, below /sandbox/ of a local newsroom."""

from django.urls import path

from memberships.sandbox import views

urlpatterns = [
    path("pay/<str:ref>/", views.pay, name="sandbox_pay"),
    path("api/sessions/", views.sessions),
    path("api/subscriptions/<str:ref>/", views.subscription),
    path("api/subscriptions/<str:ref>/cancel/", views.cancel),
    path("api/subscriptions/<str:ref>/resume/", views.resume),
    path("api/payments/<str:ref>/", views.payment),
]
