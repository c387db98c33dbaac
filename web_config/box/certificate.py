"""The page on which the installer looks at the box's certificate, and exchanges it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from web_config.ground.certificates import Certificates, UnusableCertificate
from web_config.kit import audit
from web_config.kit.access import Role, requires, takes_up_to

blueprint = Blueprint("certificate", __name__, url_prefix="/certificate")

LARGEST = 256 * 1024
REASONS: Mapping[str, Any] = {
    "no certificate": _l("The first file holds no certificate in PEM form."),
    "no key": _l("The second file holds no private key in PEM form."),
    "key has a password": _l("The key has a password. Upload it without one."),
    "weak key": _l("The key is too weak: RSA of 2048 bits or more, or an elliptic curve."),
    "other key": _l("The key does not belong to the certificate."),
    "too early": _l("The certificate does not hold yet. Is the box's clock right?"),
    "expired": _l("The certificate holds no longer."),
    "wrong order": _l("The certificates are not in order: the box's own first, then its issuer's."),
}

audit.tell_as(
    {
        "certificate.exchanged": _l("Exchanged the certificate"),
        "certificate.own": _l("Went back to the box's own certificate"),
    }
)


class CertificateForm(FlaskForm):
    """A chain and its key."""

    chain = FileField(
        _l("Certificate, with those of its issuers (PEM)"),
        [FileRequired(_l("This must be filled in."))],
    )
    key = FileField(_l("Private key (PEM)"), [FileRequired(_l("This must be filled in."))])


@blueprint.get("/")
@requires(Role.INSTALLER)
def page() -> str:
    """Show the certificate that browsers get."""
    return certificate_page(CertificateForm())


def certificate_page(form: CertificateForm) -> str:
    """Return the page."""
    kept: Certificates | None = current_app.extensions["site"].certificates
    return render_template(
        "box/certificate.html",
        form=form,
        facts=kept.facts() if kept else None,
        is_own=kept.is_own if kept else False,
    )


@blueprint.post("/")
@requires(Role.INSTALLER)
@takes_up_to(LARGEST)
def exchange() -> Response | tuple[str, int]:
    """Take another certificate into use; pages that are open stay so."""
    form, kept = CertificateForm(), certificates()
    if not form.validate():
        return certificate_page(form), 422
    try:
        kept.take(form.chain.data.read(), form.key.data.read(), datetime.now(UTC))
    except UnusableCertificate as unusable:
        form.form_errors = [REASONS[str(unusable)]]
        return certificate_page(form), 422
    use(kept.in_use())
    audit.changed("certificate.exchanged", detail=kept.facts().fingerprint)
    flash(_("The certificate is exchanged. Open the page anew to see it."), "good")
    return redirect(url_for("certificate.page"), 303)


@blueprint.post("/own")
@requires(Role.INSTALLER)
def own() -> Response:
    """Go back to the certificate that the box has made itself."""
    kept = certificates()
    kept.forget_uploaded()
    use(kept.in_use())
    audit.changed("certificate.own")
    flash(_("The box's own certificate is in use again."), "good")
    return redirect(url_for("certificate.page"), 303)


def certificates() -> Certificates:
    """Return where the certificates are; there are none in a demo."""
    kept: Certificates | None = current_app.extensions["site"].certificates
    if kept is None:
        abort(409, _("This page is served without HTTPS, so it has no certificate."))
    return kept


def use(papers: Path) -> None:
    """Serve later connections with it; the server checks it once more."""
    exchanged = current_app.extensions.get("exchange_certificate")
    if exchanged is None:
        return
    try:
        exchanged(papers)
    except (OSError, ssl.SSLError) as error:
        abort(500, _("The certificate cannot be used: %(why)s", why=error))
