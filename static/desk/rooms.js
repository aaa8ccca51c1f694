// On a narrow screen the row of rooms is longer than the screen: it opens where we are.
export function openWhereWeAre() {
  for (const rooms of document.querySelectorAll("[data-rooms]")) {
    const here = rooms.querySelector("[aria-current]");
    if (!here) continue;
    const [row, room] = [rooms.getBoundingClientRect(), here.getBoundingClientRect()];
    if (room.left < row.left || room.right > row.right) rooms.scrollLeft += room.left + room.width / 2 - (row.left + row.width / 2);
  }
}
