"""Tables, fact boxes, source lists, story cards and embeds: what they may hold, and that nothing hides in them."""

import pytest

from articles import embeds
from articles.markup import plain_text, sanitise

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.mark.parametrize(
    "kept",
    [
        "<table><caption>Rain in 2019</caption><tr><th><p>Month</p></th></tr><tr><td><p>May</p></td></tr></table>",
        '<aside class="fact-box"><h2>Dam</h2><p>Built in <em>1974</em></p><ul><li><p>One gate</p></li></ul></aside>',
        '<aside class="fact-box" dir="rtl"><h2>السد</h2><h3>تاريخ</h3><ol><li><p>واحد</p></li></ol></aside>',
        '<dl class="sources"><dt><a href="https://example.org/r.pdf">Annual report</a></dt><dd>Its owner, 2019</dd>'
        "<dt>Ali Sow</dt><dd></dd></dl>",
        '<p>Before</p><aside class="story-card" data-story="12"></aside><p>after</p>',
        f'<aside class="embed" data-href="{VIDEO}"><cite>The flood</cite><p>Filmed from <em>a roof</em></p></aside>',
        f'<aside class="embed" data-href="{VIDEO}"></aside>',
        '<p dir="rtl">قال</p><h2 dir="ltr">A</h2><ul dir="auto"><li dir="rtl"><p>B</p></li></ul>',
    ],
)
def test_what_a_journalist_puts_in_stays_as_it_is(kept):
    assert sanitise(kept) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<table><tr><td>1</td></tr><caption>A <b>b</b><br>c</caption></table>",
         "<table><caption>A b c</caption><tr><td><p>1</p></td></tr></table>"),
        ("<table><caption>Words</caption></table>", "<table><tr><td><p>Words</p></td></tr></table>"),
        ('<dl class="sources">Loose<dd>what</dd><dd>more</dd><dt>B</dt></dl>',
         '<dl class="sources"><dt>Loose</dt><dd>what more</dd><dt>B</dt><dd></dd></dl>'),
        ("<dl><dt>A word</dt><dd>its meaning</dd></dl>", "<p>A word</p><p>its meaning</p>"),
        ('<blockquote>Q<dl class="sources"><dt>A</dt></dl></blockquote>', "<blockquote><p>Q</p><p>A</p></blockquote>"),
        ('<aside class="fact-box"><p></p></aside><p>x</p>', "<p>x</p>"),
        ('<aside class="fact-box"><blockquote>q</blockquote><table><tr><td>1</td></tr></table></aside>',
         '<aside class="fact-box"><p>q</p><p>1</p></aside>'),
        ('<ul><li>One<aside class="story-card" data-story="5">words</aside></ul>',
         '<ul><li><p>One</p><p>words</p></li></ul><aside class="story-card" data-story="5"></aside>'),
        (f'<aside class="embed" data-href="{VIDEO}"><p>One</p><h2>Two</h2><cite>A <b>t</b></cite></aside>',
         f'<aside class="embed" data-href="{VIDEO}"><cite>A t</cite><p>One Two</p></aside>'),
        (f'<figure data-image="4"><figcaption>C<aside class="embed" data-href="{VIDEO}">x</aside></figure>',
         '<figure data-image="4"><figcaption>C x</figcaption></figure>'),
    ],
)  # fmt: skip
def test_what_stands_where_it_may_not_keeps_its_words(written, kept):
    assert sanitise(written) == kept


@pytest.mark.parametrize(
    ("attack", "kept"),
    [
        ('<aside class="story-card" data-story="1 OR 1=1" onclick="x()">w</aside>', "<p>w</p>"),
        ('<aside class="story-card" data-story="٣">w</aside>', "<p>w</p>"),
        ('<aside class="story-card" data-href="https://x.com/a/status/1" data-story="3" style="x"></aside>',
         '<aside class="story-card" data-story="3"></aside>'),
        ('<aside class="embed" data-href="javascript:alert(1)">w</aside>', "<p>w</p>"),
        ('<aside class="embed" data-href="https://evil.example/watch?v=abcdefghijk">w</aside>', "<p>w</p>"),
        ('<aside class="embed" data-href="https://youtube.com@evil.example/watch?v=abcdefghijk">w</aside>', "<p>w</p>"),
        ('<aside class="embed" data-href="https://youtube.com.evil.example/watch?v=abcdefghijk">w</aside>', "<p>w</p>"),
        ('<aside class="embed" data-href="//youtube.com/watch?v=abcdefghijk">w</aside>', "<p>w</p>"),
        ('<aside class="embed" data-href="https://youtube.com:8443/watch?v=abcdefghijk">w</aside>', "<p>w</p>"),
        (f'<aside class="embed pull-quote" data-href="{VIDEO}">w</aside>', "<p>w</p>"),
        (f'<aside class="embed" data-href="{VIDEO}"><iframe src="{VIDEO}"></iframe><script>x</script>w</aside>',
         f'<aside class="embed" data-href="{VIDEO}"><p>w</p></aside>'),
        ('<aside class="embed" data-href="https://x.com/a/status/1?&quot;onload=x&amp;ref_src=y">w</aside>',
         '<aside class="embed" data-href="https://x.com/a/status/1"><p>w</p></aside>'),
        ('<aside class="fact-box" data-story="4" data-href="/x" id="a" onfocus="x()"><h2>h</h2></aside>',
         '<aside class="fact-box"><h2>h</h2></aside>'),
        ('<dl class="sources" style="x"><dt onclick="x"><a href="javascript:x">A</a><img src=x onerror=x></dt></dl>',
         '<dl class="sources"><dt>A</dt><dd></dd></dl>'),
        ('<dl class="pull-quote"><dt>A</dt></dl>', "<p>A</p>"),
        ('<aside class="sources"><p>A</p></aside>', "<p>A</p>"),
        ('<table background="x" onload="y"><caption onclick="x"><svg onload="x"/>A</caption><tr style="x"><td>1',
         "<table><caption>A</caption><tr><td><p>1</p></td></tr></table>"),
    ],
)  # fmt: skip
def test_nothing_is_smuggled_in_through_a_node(attack, kept):
    assert sanitise(attack) == kept


def test_the_words_of_every_node_are_words_of_the_story():
    html = (
        "<table><caption>Rain</caption><tr><td>May</td></tr></table>"
        "<dl class='sources'><dt>Report</dt><dd>owner</dd></dl><aside class='fact-box'><h2>Dam</h2></aside>"
        f"<aside class='embed' data-href='{VIDEO}'><cite>Flood</cite></aside>"
    )
    assert plain_text(html).split("\n\n") == ["Rain", "May", "Report", "owner", "Dam", "Flood"]


@pytest.mark.parametrize(
    ("pasted", "leads_to", "name"),
    [
        ("https://youtu.be/abcdefghijk?si=Follow_me", "https://youtu.be/abcdefghijk", "YouTube"),
        ("http://www.youtube.com/watch?v=abcdefghijk&feature=share&t=42", f"{VIDEO}&t=42", "YouTube"),
        ("https://vimeo.com/76979871?share=copy", "https://vimeo.com/76979871", "Vimeo"),
        ("https://soundcloud.com/some-one/a-song?utm_source=x", "https://soundcloud.com/some-one/a-song", "SoundCloud"),
        ("https://twitter.com/some_one/status/1234567?s=20", "https://twitter.com/some_one/status/1234567", "X"),
        ("https://mastodon.social/@someone/112233445566778899", "https://mastodon.social/@someone/112233445566778899",
         "Mastodon"),
        ("https://www.instagram.com/p/Cabc_12345/?igsh=x", "https://www.instagram.com/p/Cabc_12345/", "Instagram"),
        ("https://tiktok.com/@some.one/video/7123456789?x=1", "https://tiktok.com/@some.one/video/7123456789",
         "TikTok"),
        ("https://www.facebook.com/page/posts/pfbid0abc?__tn__=x", "https://www.facebook.com/page/posts/pfbid0abc",
         "Facebook"),
        ("https://datawrapper.dwcdn.net/AbCd1/3/", "https://datawrapper.dwcdn.net/AbCd1/3/", "Datawrapper"),
        ("https://openstreetmap.org/#map=12/13.5/2.1", "https://openstreetmap.org/#map=12/13.5/2.1", "OpenStreetMap"),
    ],
)  # fmt: skip
def test_the_address_of_a_known_service_leads_there_and_tells_it_nothing_more(pasted, leads_to, name):
    address = embeds.known(pasted)
    assert (address.href, address.service.name) == (leads_to, name)
    assert embeds.known(address.href) == address


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/", "https://www.youtube.com/watch", "https://x.com/someone", "https://example.org/a",
        "https://www.openstreetmap.org/", "ftp://vimeo.com/76979871", "https://vimeo.com/76979871 x",
        "vimeo.com/76979871",
        "https://[::1/watch?v=abcdefghijk", "https://www.facebook.com/somebody", "https://soundcloud.com/someone",
        "https://youtube.com/watch?v=" + "a" * 600,
    ],
)  # fmt: skip
def test_an_address_of_nothing_in_particular_stays_a_link(address):
    assert embeds.known(address) is None
