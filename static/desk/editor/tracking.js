// Pasted links without what follows readers around.

// Names of parameters that say where a reader came from, not where they go.
const TRACKING = /^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid?|li_fat_id|mc_[ce]id|mkt_tok|_hs\w+|__hs\w+|vero_\w+|oly_\w+|ref_src|ref_url|s_cid|cmpid|ocid|smid|smtyp|xtor|wt_mc\w*|at_(medium|campaign|custom\d*)|spm|mibextid|__tn__|__cft__\S*)$/i;
// Pages that only send on, and the parameter that says where to.
const WAYSTATIONS = [
  [/^www\.google\.[\w.]+$/, "/url", ["q", "url"]],
  [/^lm?\.facebook\.com$|^l\.instagram\.com$/, "/l.php", ["u"]],
  [/\.safelinks\.protection\.outlook\.com$/, "/", ["url"]],
];

function behind(address) {
  for (const [host, path, names] of WAYSTATIONS) {
    const there = host.test(address.hostname) && (address.pathname === path || (host.test("l.instagram.com") && address.pathname === "/"));
    const target = there && names.map((name) => address.searchParams.get(name)).find(Boolean);
    if (target) return new URL(target);
  }
  return address;
}

/** The address as it may stand in a story, or null for what is none. */
export function clean(href) {
  try {
    const address = behind(new URL(href));
    if (!/^(https?|mailto):$/.test(address.protocol)) return null;
    for (const name of [...address.searchParams.keys()]) if (TRACKING.test(name)) address.searchParams.delete(name);
    if (/^#:~:text=/.test(address.hash)) address.hash = "";
    return address.href;
  } catch {
    return null;
  }
}

export function cleanLinks(body) {
  for (const link of body.querySelectorAll("a")) {
    const href = clean(link.getAttribute("href"));
    if (href && link.textContent.trim()) link.setAttribute("href", href);
    else link.replaceWith(...link.childNodes);
  }
}
