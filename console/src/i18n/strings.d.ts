declare module "virtual:strings/en" {
  const text: string;
  export default text;
}
declare module "virtual:strings/ru" {
  const text: string;
  export default text;
}
declare module "virtual:strings/he" {
  const text: string;
  export default text;
}
declare module "virtual:strings/ar" {
  const text: string;
  export default text;
}
