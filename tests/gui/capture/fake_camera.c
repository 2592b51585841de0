// A V4L2 camera without hardware, for tests: YUYV, 640x480 and 320x240 at 30 frames a second, moving bars.
//
//   gcc -shared -fPIC -o fake_camera.so fake_camera.c -ldl
//   LD_PRELOAD=./fake_camera.so python ...
//
// A node is a camera while it exists: making it is plugging in, removing it is pulling out. FAKE_V4L2_DEV names the
// node (/dev/video42); with a 0 behind it (/dev/video420) it is a second camera. While the process has
// FAKE_V4L2_BUSY in its environment, a camera belongs to another program; with FAKE_V4L2_STALL its frames stop.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <linux/videodev2.h>
#define MAXFD 4096
#define NB 8
static char is_ours[MAXFD]; // 1: the first camera, 2: the second
static struct { uint32_t w,h; int nbuf; void*mem[NB]; size_t sz; int queued[NB]; int qh; int q[64]; int qt; unsigned seq; int streaming; enum v4l2_memory mt; void *up[NB]; } S = {.w=640,.h=480};
static const char*devpath(void){ const char*p=getenv("FAKE_V4L2_DEV"); return p?p:"/dev/video42"; }
static int which(const char*p){ const char*d=devpath(); size_t n=strlen(d); if(strncmp(p,d,n)) return 0; return !p[n]?1:!strcmp(p+n,"0")?2:0; }
static int gone(int fd){ char p[64]; snprintf(p,sizeof p,"%s%s",devpath(),is_ours[fd]==2?"0":""); return access(p,F_OK)!=0; }
static int (*r_open)(const char*,int,...),(*r_ioctl)(int,unsigned long,...),(*r_close)(int);
static void*(*r_mmap)(void*,size_t,int,int,int,off_t);
static void init(void){ if(!r_open){r_open=dlsym(RTLD_NEXT,"open");r_ioctl=dlsym(RTLD_NEXT,"ioctl");r_close=dlsym(RTLD_NEXT,"close");r_mmap=dlsym(RTLD_NEXT,"mmap");} }
static int do_open(const char*p,int fl,mode_t m){ init();
  int own=p?which(p):0; if(own && access(p,F_OK)==0){ int fd=timerfd_create(CLOCK_MONOTONIC,TFD_NONBLOCK|TFD_CLOEXEC); if(fd>=0&&fd<MAXFD) is_ours[fd]=own; return fd; }
  return r_open(p,fl,m); }
int open(const char*p,int fl,...){ va_list a; va_start(a,fl); mode_t m=va_arg(a,int); va_end(a); return do_open(p,fl,m);}
int open64(const char*p,int fl,...){ va_list a; va_start(a,fl); mode_t m=va_arg(a,int); va_end(a); return do_open(p,fl,m);}
int close(int fd){ init(); if(fd>=0&&fd<MAXFD) is_ours[fd]=0; return r_close(fd);}
void*mmap(void*ad,size_t n,int pr,int fl,int fd,off_t off){ init(); if(fd>=0&&fd<MAXFD&&is_ours[fd]){ int i=off/0x1000000; return (i<NB)?S.mem[i]:MAP_FAILED;} return r_mmap(ad,n,pr,fl,fd,off);}
void*mmap64(void*ad,size_t n,int pr,int fl,int fd,off_t off){ return mmap(ad,n,pr,fl,fd,off);}
static void paint(uint8_t*b){ for(uint32_t y=0;y<S.h;y++)for(uint32_t x=0;x<S.w;x+=2){ uint8_t*p=b+(y*S.w+x)*2; int v=((x+S.seq*4)&127)<64; p[0]=p[2]=v?200:60; p[1]=v?90:170; p[3]=(uint8_t)(S.seq*2);} }
static int e(int x){errno=x;return -1;}
int ioctl(int fd,unsigned long rq,...){ init(); va_list a; va_start(a,rq); void*arg=va_arg(a,void*); va_end(a);
  if(!(fd>=0&&fd<MAXFD&&is_ours[fd])) return r_ioctl(fd,rq,arg);
  if(getenv("FAKE_V4L2_TRACE")) fprintf(stderr,"ioctl %lx nr %lu\n",rq,rq&0xff);
  switch((uint32_t)rq){
  case VIDIOC_QUERYCAP:{ struct v4l2_capability*c=arg; memset(c,0,sizeof*c); strcpy((char*)c->driver,"fake"); strcpy((char*)c->card,is_ours[fd]==2?"Second Test Camera":"Fake Test Camera"); strcpy((char*)c->bus_info,"fake:0"); c->device_caps=V4L2_CAP_VIDEO_CAPTURE|V4L2_CAP_STREAMING; c->capabilities=c->device_caps|V4L2_CAP_DEVICE_CAPS; return 0;}
  case VIDIOC_ENUM_FMT:{ struct v4l2_fmtdesc*f=arg; if(f->type!=V4L2_BUF_TYPE_VIDEO_CAPTURE||f->index>0) return e(EINVAL); f->flags=0; strcpy((char*)f->description,"YUYV"); f->pixelformat=V4L2_PIX_FMT_YUYV; return 0;}
  case VIDIOC_ENUM_FRAMESIZES:{ struct v4l2_frmsizeenum*f=arg; if(f->index>1) return e(EINVAL); f->type=V4L2_FRMSIZE_TYPE_DISCRETE; f->discrete.width=f->index?320:640; f->discrete.height=f->index?240:480; return 0;}
  case VIDIOC_ENUM_FRAMEINTERVALS:{ struct v4l2_frmivalenum*f=arg; if(f->index>0) return e(EINVAL); f->type=V4L2_FRMIVAL_TYPE_DISCRETE; f->discrete.numerator=1; f->discrete.denominator=30; return 0;}
  case VIDIOC_S_FMT: if(getenv("FAKE_V4L2_BUSY")) return e(EBUSY); /* fall through */
  case VIDIOC_TRY_FMT: case VIDIOC_G_FMT:{ struct v4l2_format*f=arg; if((uint32_t)rq!=VIDIOC_G_FMT && f->fmt.pix.width){ S.w=f->fmt.pix.width>400?640:320; S.h=S.w*3/4; } f->fmt.pix.width=S.w; f->fmt.pix.height=S.h; f->fmt.pix.pixelformat=V4L2_PIX_FMT_YUYV; f->fmt.pix.field=V4L2_FIELD_NONE; f->fmt.pix.bytesperline=S.w*2; f->fmt.pix.sizeimage=S.w*S.h*2; f->fmt.pix.colorspace=V4L2_COLORSPACE_SRGB; return 0;}
  case VIDIOC_G_PARM: case VIDIOC_S_PARM:{ struct v4l2_streamparm*p=arg; p->parm.capture.capability=V4L2_CAP_TIMEPERFRAME; p->parm.capture.timeperframe.numerator=1; p->parm.capture.timeperframe.denominator=30; return 0;}
  case VIDIOC_REQBUFS:{ struct v4l2_requestbuffers*r=arg; if(getenv("FAKE_V4L2_BUSY")) return e(EBUSY); S.mt=r->memory; if(r->memory!=V4L2_MEMORY_MMAP) return e(EINVAL); if(r->count>NB) r->count=NB; S.nbuf=r->count; S.sz=S.w*S.h*2; for(int i=0;i<S.nbuf;i++) S.mem[i]=r_mmap(0,S.sz,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS,-1,0); S.qh=S.qt=0; r->capabilities=V4L2_BUF_CAP_SUPPORTS_MMAP; return 0;}
  case VIDIOC_QUERYBUF:{ struct v4l2_buffer*b=arg; if((int)b->index>=S.nbuf) return e(EINVAL); b->length=S.sz; b->m.offset=b->index*0x1000000u; b->flags=0; return 0;}
  case VIDIOC_QBUF:{ struct v4l2_buffer*b=arg; S.q[S.qt++%64]=b->index; return 0;}
  case VIDIOC_STREAMON:{ struct itimerspec t={{0,33333333},{0,33333333}}; timerfd_settime(fd,0,&t,0); S.streaming=1; return 0;}
  case VIDIOC_STREAMOFF:{ struct itimerspec t={{0,0},{0,0}}; timerfd_settime(fd,0,&t,0); S.streaming=0; return 0;}
  case VIDIOC_DQBUF:{ struct v4l2_buffer*b=arg; uint64_t n; if(gone(fd)) { usleep(20000); return e(ENODEV);}  if(read(fd,&n,8)!=8) return e(EAGAIN); if(getenv("FAKE_V4L2_STALL")||S.qh==S.qt) return e(EAGAIN); int i=S.q[S.qh++%64]; b->index=i; S.seq++; paint(S.mem[i]); b->bytesused=S.sz; b->sequence=S.seq; struct timespec t; clock_gettime(CLOCK_MONOTONIC,&t); b->timestamp.tv_sec=t.tv_sec; b->timestamp.tv_usec=t.tv_nsec/1000; b->flags=V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC; b->field=V4L2_FIELD_NONE; b->length=S.sz; return 0;}
  case VIDIOC_CROPCAP: case VIDIOC_QUERYCTRL: case VIDIOC_G_CTRL: case VIDIOC_S_CTRL: return e(EINVAL);
  case VIDIOC_ENUMINPUT:{ struct v4l2_input*in=arg; if(in->index) return e(EINVAL); memset(in,0,sizeof*in); strcpy((char*)in->name,"Camera 1"); in->type=V4L2_INPUT_TYPE_CAMERA; return 0;}
  case VIDIOC_G_INPUT: *(int*)arg=0; return 0; case VIDIOC_S_INPUT: return 0;
  default: return e(ENOTTY);} }
